import { generateKeyPairSync } from "node:crypto";
import { z } from "zod";
import { allows, type Permission, teamsWith } from "./account.ts";
import type { CheckRun, CommitStatus } from "./checks.ts";
import type { Environment } from "./environment.ts";
import type { Hook } from "./hook.ts";
import type { ActionsSettings, Autolink, DeployKey, Issue, Label } from "./nouns.ts";
import type { Protection } from "./protection.ts";
import type { Comment, Pull } from "./pull.ts";
import type { Ruleset } from "./ruleset.ts";
import { type GitHubState, nextId } from "./state.ts";

/** What POST and PATCH set. */
export const RepositorySettings = z.object({
  description: z.string().nullable(),
  homepage: z.string().nullable(),
  private: z.boolean(),
  visibility: z.enum(["public", "private", "internal"]),
  has_issues: z.boolean(),
  has_projects: z.boolean(),
  has_wiki: z.boolean(),
  has_downloads: z.boolean(),
  has_discussions: z.boolean(),
  is_template: z.boolean(),
  default_branch: z.string(),
  allow_squash_merge: z.boolean(),
  allow_merge_commit: z.boolean(),
  allow_rebase_merge: z.boolean(),
  allow_auto_merge: z.boolean(),
  allow_update_branch: z.boolean(),
  allow_forking: z.boolean(),
  delete_branch_on_merge: z.boolean(),
  use_squash_pr_title_as_default: z.boolean(),
  squash_merge_commit_title: z.enum(["PR_TITLE", "COMMIT_OR_PR_TITLE"]),
  squash_merge_commit_message: z.enum(["PR_BODY", "COMMIT_MESSAGES", "BLANK"]),
  merge_commit_title: z.enum(["PR_TITLE", "MERGE_MESSAGE"]),
  merge_commit_message: z.enum(["PR_BODY", "PR_TITLE", "BLANK"]),
  archived: z.boolean(),
  web_commit_signoff_required: z.boolean(),
});
export type RepositorySettings = z.output<typeof RepositorySettings>;

/** Those of a new repository of an organisation. */
export const usualSettings: RepositorySettings = {
  description: null,
  homepage: null,
  private: false,
  visibility: "public",
  has_issues: true,
  has_projects: true,
  has_wiki: true,
  has_downloads: true,
  has_discussions: false,
  is_template: false,
  default_branch: "main",
  allow_squash_merge: true,
  allow_merge_commit: true,
  allow_rebase_merge: true,
  allow_auto_merge: false,
  allow_update_branch: false,
  allow_forking: true,
  delete_branch_on_merge: false,
  use_squash_pr_title_as_default: false,
  squash_merge_commit_title: "COMMIT_OR_PR_TITLE",
  squash_merge_commit_message: "COMMIT_MESSAGES",
  merge_commit_title: "MERGE_MESSAGE",
  merge_commit_message: "PR_TITLE",
  archived: false,
  web_commit_signoff_required: false,
};

/** A variable or a secret; of a secret the value is what was sealed by the client, which nobody here can open. */
export interface NamedValue {
  readonly name: string;
  value: string;
  readonly createdAt: string;
  updatedAt: string;
}

export interface Repository {
  readonly id: number;
  readonly owner: string;
  name: string;
  readonly createdAt: string;
  updatedAt: string;
  pushedAt: string;
  settings: RepositorySettings;
  topics: string[];
  vulnerabilityAlerts: boolean;
  automatedSecurityFixes: boolean;
  securityAndAnalysis: Record<string, "enabled" | "disabled">;
  readonly collaborators: Map<string, Permission>;
  /** Each map is keyed by what the routes name a thing by: an id, a name in upper case, a branch. */
  readonly rulesets: Map<number, Ruleset>;
  readonly environments: Map<string, Environment>;
  readonly variables: Map<string, NamedValue>;
  readonly secrets: Map<string, NamedValue>;
  readonly hooks: Map<number, Hook>;
  readonly protections: Map<string, Protection>;
  readonly pulls: Map<number, Pull>;
  readonly comments: Map<number, Comment>;
  readonly checkRuns: Map<number, CheckRun>;
  readonly statuses: CommitStatus[];
  /** By name in lower case. */
  readonly labels: Map<string, Label>;
  readonly issues: Map<number, Issue>;
  readonly deployKeys: Map<number, DeployKey>;
  readonly autolinks: Map<number, Autolink>;
  readonly actions: ActionsSettings;
  readonly publicKey: PublicKey;
  /** Full name of the repository that it is a fork of. */
  readonly parent?: string;
  lastNumber: number;
}

/** A key that secrets are sealed with. */
export interface PublicKey {
  readonly key_id: string;
  readonly key: string;
}

/** Real X25519, as libsodium expects. Its private half is thrown away: nothing here reads a secret. */
export function newPublicKey(id: number): PublicKey {
  const { x = "" } = generateKeyPairSync("x25519").publicKey.export({ format: "jwk" });
  return { key_id: `33804300000${id}`, key: Buffer.from(x, "base64url").toString("base64") };
}

export function newRepository(
  state: GitHubState,
  {
    owner,
    name,
    now,
    settings,
    parent,
  }: { owner: string; name: string; now: string; settings: RepositorySettings; parent?: string },
): Repository {
  const id = nextId(state);
  return {
    id,
    owner,
    name,
    createdAt: now,
    updatedAt: now,
    pushedAt: now,
    settings,
    topics: [],
    vulnerabilityAlerts: false,
    automatedSecurityFixes: false,
    securityAndAnalysis: { secret_scanning: "disabled", secret_scanning_push_protection: "disabled" },
    collaborators: new Map(),
    rulesets: new Map(),
    environments: new Map(),
    variables: new Map(),
    secrets: new Map(),
    hooks: new Map(),
    protections: new Map(),
    pulls: new Map(),
    comments: new Map(),
    checkRuns: new Map(),
    statuses: [],
    labels: new Map(),
    issues: new Map(),
    deployKeys: new Map(),
    autolinks: new Map(),
    actions: {
      enabled: true,
      allowedActions: "all",
      selected: { github_owned_allowed: true, verified_allowed: true, patterns_allowed: [] },
      tokenPermissions: "read",
      mayApprovePulls: false,
      accessLevel: "none",
    },
    publicKey: newPublicKey(id),
    ...(parent !== undefined && { parent }),
    lastNumber: 0,
  };
}

export const fullName = ({ owner, name }: Repository): string => `${owner}/${name}`;

/** What a user may do in a repository; an owner of the organisation may do everything. */
export function permissionOf(state: GitHubState, repository: Repository, login: string): Permission | undefined {
  const owner = state.accounts.get(repository.owner.toLowerCase());
  if (owner?.login === login || owner?.members?.get(login) === "admin") return "admin";
  const given = [
    repository.collaborators.get(login),
    ...teamsWith(state, login).map(({ repositories }) => repositories.get(fullName(repository).toLowerCase())),
    owner?.members?.has(login) ? ("push" as const) : undefined,
    repository.settings.private ? undefined : ("pull" as const),
  ];
  return given.reduce((best, next) => (next !== undefined && !allows(best, next) ? next : best), undefined);
}
