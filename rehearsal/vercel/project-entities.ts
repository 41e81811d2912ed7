/** A third kind of environment beside production and preview, with branches and variables of its own. */
export interface CustomEnvironment {
  readonly id: string;
  slug: string;
  description: string;
  branchMatcher: { readonly type: "startsWith" | "equals" | "endsWith"; readonly pattern: string } | undefined;
  readonly createdAt: number;
  updatedAt: number;
}

export interface DeployHook {
  readonly id: string;
  readonly name: string;
  readonly ref: string;
  readonly createdAt: number;
}

/** A secret that lets requests through Deployment Protection. */
export interface ProtectionBypass {
  readonly createdAt: number;
  note: string | undefined;
  /** Whether deployments get it as `VERCEL_AUTOMATION_BYPASS_SECRET`; one of a project's secrets always is. */
  isEnvVar: boolean;
}

/** How long deployments are kept, by kind. */
export interface Retention {
  readonly expiration: string;
  readonly expirationProduction: string;
  readonly expirationCanceled: string;
  readonly expirationErrored: string;
}

export interface RollingStage {
  readonly targetPercentage: number;
  /** Minutes, where stages follow each other by themselves. */
  readonly duration?: number | undefined;
  readonly requireApproval?: boolean | undefined;
  readonly linearShift?: boolean | undefined;
}

/** The template of the next rolling releases. */
export interface RollingConfig {
  readonly enabled: boolean;
  readonly advancementType: "automatic" | "manual-approval";
  readonly stages: readonly RollingStage[];
}

/** A rolling release, as it was configured when it started. */
export interface Rollout {
  readonly advancementType: RollingConfig["advancementType"];
  readonly stages: readonly RollingStage[];
  readonly currentDeploymentId: string;
  readonly canaryDeploymentId: string;
  readonly startedAt: number;
  state: "ACTIVE" | "COMPLETE" | "ABORTED";
  stage: number;
  stageStartedAt: number;
  /** Requests without a deployment of their own that the front door has shared out. */
  requests: number;
  updatedAt: number;
}

export interface ProjectMember {
  readonly uid: string;
  readonly email: string;
  readonly username: string;
  role: string;
  readonly createdAt: number;
}

/** The web application firewall, as it was put. */
export interface Firewall {
  version: number;
  updatedAt: number;
  settings: Record<string, unknown>;
  readonly bypass: Map<
    string,
    { readonly domain: string; readonly ip: string; readonly note: string; readonly createdAt: number }
  >;
}

export interface AttackMode {
  readonly enabled: boolean;
  readonly updatedAt: number;
  readonly activeUntil: number | null;
}

/** A flag, a segment, or an SDK key of the vendor's own feature flags, as it was put. */
export interface FlagThing {
  readonly id: string;
  readonly createdAt: number;
  updatedAt: number;
  revision: number;
  settings: Record<string, unknown>;
}

/** One version of a list that is staged first and then goes live: redirects or routing rules. */
export interface ListVersion<Entry> {
  readonly id: string;
  name: string | undefined;
  entries: Entry[];
  state: "staging" | "live" | "past";
  lastModified: number;
}

export interface RoutingRule {
  readonly id: string;
  settings: Record<string, unknown>;
}

/** A project's part in a group of microfrontends. */
export interface Microfrontend {
  readonly groupId: string;
  readonly isDefaultApp: boolean;
  readonly defaultRoute: string | undefined;
  readonly routeObservabilityToThisProject: boolean;
  readonly updatedAt: number;
}
