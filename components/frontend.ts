import { scryptSync } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { Project } from "@pulumiverse/vercel/project.js";
import { ProjectDomain } from "@pulumiverse/vercel/projectDomain.js";
import { ProjectEnvironmentVariable } from "@pulumiverse/vercel/projectEnvironmentVariable.js";
import type { AppConfig, Deploys } from "../config/app.ts";
import type { FrontendConfig } from "../config/frontend.ts";
import { gitHosts } from "../config/repository.ts";

export interface FrontendArgs {
  app: AppConfig;
  /** Vercel team, `team_…`. */
  team: string;
  deploys: Deploys;
  /** Whether a production deployment takes no traffic until it is promoted. */
  staged?: boolean;
  frontend: FrontendConfig;
  env: Record<string, pulumi.Input<string>>;
  /** Names in `env` that Vercel stores as `sensitive`, so that it never shows them again. */
  sensitive: ReadonlySet<string>;
}

/**
 * The Vercel project with its domains and env vars, but without a deployment: that is the rollout's (S1.2, S1.10).
 * Env vars target Production only. Vercel deploys pushes by itself only where the stack leaves that to the vendors.
 *
 * @example
 * const site = new Frontend("frontend", { app, team: "acme", deploys: "release", frontend, env: {}, sensitive: new Set() });
 */
export class Frontend extends pulumi.ComponentResource {
  declare readonly projectId: pulumi.Output<string>;
  /** Digest of every value that is built into a deployment: a new one must be made when it changes. */
  declare readonly builtFrom: pulumi.Output<string>;

  constructor(name: string, args: FrontendArgs, opts?: pulumi.ComponentResourceOptions) {
    super("cutover:index:Frontend", name, {}, opts);
    const { app, team: teamId, deploys, staged = false, frontend, env, sensitive } = args;

    const project = new Project(
      "frontend",
      {
        teamId,
        ...settingsOf(frontend),
        ...(deploys === "vendor" && frontend.ignoreCommand ? { ignoreCommand: frontend.ignoreCommand } : {}),
        vercelAuthentication: { deploymentType: protections[frontend.previewProtection] },
        gitRepository: { ...linkTo(app.repository), productionBranch: app.branch },
        gitProviderOptions: { createDeployments: deploys === "vendor" },
        ...(staged ? { autoAssignCustomDomains: false } : {}),
      },
      { parent: this },
    );
    const inside = { parent: project };
    // Vercel refuses a second variable of the same name, so a replaced one goes first.
    const unique = { ...inside, deleteBeforeReplace: true };
    for (const domain of frontend.domains) new ProjectDomain(domain, { teamId, projectId: project.id, domain }, inside);
    for (const [key, value] of Object.entries(env))
      new ProjectEnvironmentVariable(
        key,
        { teamId, projectId: project.id, key, value, targets: ["production"], sensitive: sensitive.has(key) },
        unique,
      );

    this.projectId = project.id;
    this.builtFrom = pulumi.unsecret(
      pulumi.output({ env, settings: settingsOf(frontend), branch: app.branch }).apply(digestOf),
    );
    this.registerOutputs({ projectId: this.projectId });
  }
}

/** What Vercel is told of how to build; a key that config leaves out is not there, so that the preset holds. */
function settingsOf({ engines, domains, ignoreCommand, previewProtection, ...settings }: FrontendConfig) {
  return settings;
}

/** Config's words for whom Deployment Protection keeps out. @see https://vercel.com/docs/deployment-protection (read 2026-11) */
const protections = {
  standard: "standard_protection_new",
  previews: "only_preview_deployments",
  none: "none",
} as const;

/**
 * A digest that may stand in clear in state although secrets go into it: scrypt makes guessing them expensive.
 * It is no secret itself because the engine's JSON preview cannot show a replacement trigger that is one.
 */
const digestOf = (values: unknown) => scryptSync(JSON.stringify(values), "cutover:built-from", 16).toString("hex");

/** `https://gitlab.com/group/name.git` → `{ type: "gitlab", repo: "group/name" }`. */
function linkTo(repository: string) {
  const { hostname, pathname } = new URL(repository);
  const type = new Map<string, string>(Object.entries(gitHosts)).get(hostname);
  if (type === undefined) throw new Error(`Failed to link ${repository}: Vercel builds from ${Object.keys(gitHosts)}`);
  return { type, repo: pathname.replace(/^\/|\.git$/g, "") };
}
