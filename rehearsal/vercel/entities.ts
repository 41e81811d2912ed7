import type { Commit } from "../core/git.ts";
import type {
  AttackMode,
  CustomEnvironment,
  DeployHook,
  Firewall,
  FlagThing,
  ListVersion,
  Microfrontend,
  ProjectMember,
  ProtectionBypass,
  Retention,
  RollingConfig,
  Rollout,
  RoutingRule,
} from "./project-entities.ts";
import type { ProjectSettings } from "./project-settings.ts";

/** Who owns projects: the token's user, or a team it is in. */
export interface Account {
  /** `team_…` of a team; an id without prefix of the user. */
  readonly id: string;
  readonly slug: string;
  readonly kind: "user" | "team";
  readonly createdAt: number;
}

export type Environment = "production" | "preview" | "development";

/** The repository a project is connected to. */
export interface GitLink {
  readonly type: "github" | "gitlab" | "bitbucket";
  readonly org: string;
  readonly repo: string;
  readonly repoId: number;
  readonly createdAt: number;
  productionBranch: string;
}

/** A project's environment variable. `value` is kept in clear here and leaves only as its type allows. */
export interface EnvVariable {
  readonly id: string;
  key: string;
  value: string;
  type: "sensitive" | "encrypted" | "plain" | "system";
  target: Environment[];
  /** Ids of custom environments that get it too. */
  customEnvironmentIds: string[];
  gitBranch: string | undefined;
  comment: string | undefined;
  readonly createdAt: number;
  updatedAt: number;
}

/** A domain of a project; which deployment answers for it is an alias. */
export interface ProjectDomain {
  readonly name: string;
  gitBranch: string | null;
  customEnvironmentId: string | null;
  redirect: string | null;
  redirectStatusCode: 301 | 302 | 307 | 308 | null;
  /** False while another account holds the name. */
  verified: boolean;
  readonly createdAt: number;
  updatedAt: number;
}

/** The last promotion or rollback, as `vercel promote` and `vercel rollback` poll it. */
export interface AliasRequest {
  readonly fromDeploymentId: string | null;
  readonly toDeploymentId: string;
  readonly type: "promote" | "rollback";
  readonly jobStatus: "succeeded";
  readonly requestedAt: number;
}

export interface Project {
  readonly id: string;
  readonly account: Account;
  name: string;
  settings: ProjectSettings;
  link: GitLink | undefined;
  readonly env: Map<string, EnvVariable>;
  readonly domains: Map<string, ProjectDomain>;
  /** Secrets that let a request through Deployment Protection, by secret. */
  readonly protectionBypass: Map<string, ProtectionBypass>;
  readonly environments: Map<string, CustomEnvironment>;
  readonly deployHooks: Map<string, DeployHook>;
  readonly members: Map<string, ProjectMember>;
  readonly flags: Map<string, FlagThing>;
  readonly segments: Map<string, FlagThing>;
  readonly sdkKeys: Map<string, FlagThing>;
  /** Newest last. */
  readonly redirects: ListVersion<Record<string, unknown>>[];
  readonly routes: ListVersion<RoutingRule>[];
  retention: Retention | undefined;
  /** Since when its crons are off; undefined while they run. */
  cronsDisabledAt: number | undefined;
  firewall: Firewall | undefined;
  attackMode: AttackMode | undefined;
  microfrontend: Microfrontend | undefined;
  rolling: RollingConfig | undefined;
  /** The last rolling release, also when it is over. */
  rollout: Rollout | undefined;
  paused: boolean;
  /** The deployment that answers for the production domains. */
  production: string | undefined;
  /** What `autoAssignCustomDomains` was before a rollback switched it off; undefined when no rollback stands. */
  autoAssignBeforeRollback: boolean | undefined;
  lastAliasRequest: AliasRequest | undefined;
  readonly createdAt: number;
  updatedAt: number;
}

export type ReadyState = "QUEUED" | "INITIALIZING" | "BUILDING" | "READY" | "ERROR" | "CANCELED" | "BLOCKED";

/** One line of a build. */
export interface BuildLine {
  readonly at: number;
  readonly type: "command" | "stdout" | "stderr" | "exit";
  readonly text: string;
}

/** One request that a deployment answered, or one line that it wrote meanwhile. */
export interface RuntimeLine {
  readonly id: string;
  readonly at: number;
  readonly level: "info" | "warning" | "error";
  readonly message: string;
  readonly domain: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
}

export interface Deployment {
  readonly id: string;
  /** Host of its own, never changing: `<name>-<9 characters>-<team>.vercel.app`. */
  readonly url: string;
  readonly projectId: string;
  readonly name: string;
  readonly target: "production" | "preview" | "staging";
  readonly customEnvironmentId: string | undefined;
  /** What it was built from. */
  readonly commit: Commit;
  readonly gitSource:
    | { readonly type: "github"; readonly org: string; readonly repo: string; readonly ref: string }
    | undefined;
  /** What it was built with: the project's variables of that moment, the deployment's own, and the system's. */
  readonly env: Readonly<Record<string, string>>;
  /** Names given with the request, which the API tells; values it never does. */
  readonly ownEnv: readonly string[];
  readonly meta: Readonly<Record<string, string>>;
  readonly source: "api-trigger-git-deploy" | "cli" | "git" | "git-deploy-hook" | "redeploy";
  readonly nodeVersion: string;
  /** Whether its request kept it from the production domains, whatever the project says. */
  readonly staged: boolean;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly createdAt: number;
  state: ReadyState;
  initialisedAt: number | undefined;
  buildingAt: number | undefined;
  readyAt: number | undefined;
  error: { readonly code: string; readonly message: string; readonly step: string } | undefined;
  /** Whether it ever took production traffic. */
  promoted: boolean;
  /** What its checks came to; undefined where none ran. */
  checksConclusion: "succeeded" | "failed" | undefined;
  aliasAssignedAt: number | undefined;
  aliasError: { readonly code: string; readonly message: string } | undefined;
  /** Whether its own URL is open though its project's deployments are protected. */
  exception: { readonly createdAt: number } | undefined;
  /** Aliases it got when it became ready. */
  aliases: string[];
  readonly buildLog: BuildLine[];
  readonly runtimeLog: RuntimeLine[];
}

/** A host name and the deployment that answers for it. */
export interface Alias {
  readonly id: string;
  readonly alias: string;
  deploymentId: string;
  readonly projectId: string;
  /** Whether it is open though its project's deployments are protected. */
  exception: { readonly createdAt: number } | undefined;
  readonly createdAt: number;
  updatedAt: number;
}
