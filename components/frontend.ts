import * as pulumi from "@pulumi/pulumi";
import * as vercel from "@pulumiverse/vercel";
import type { AppConfig } from "../config/app.ts";
import type { FrontendConfig } from "../config/frontend.ts";

export interface FrontendArgs {
  app: AppConfig;
  /** Vercel team, slug or id. */
  team: string;
  frontend: FrontendConfig;
  env: Record<string, pulumi.Input<string>>;
  /** Names in `env` that Vercel stores as `sensitive`, so that it never shows them again. */
  sensitive: ReadonlySet<string>;
}

/**
 * The Vercel project with its domains and env vars, but without a deployment: that is the rollout's (S1.2, S1.10).
 * Env vars target Production only. Vercel does not deploy pushes by itself: a deployment is always this stack's.
 *
 * @example
 * const site = new Frontend("frontend", { app, team: "acme", frontend, env: {}, sensitive: new Set() });
 */
export class Frontend extends pulumi.ComponentResource {
  declare readonly projectId: pulumi.Output<string>;
  /** What a new deployment must follow: every value that is built into it. */
  declare readonly builtFrom: pulumi.Output<unknown>;

  constructor(name: string, args: FrontendArgs, opts?: pulumi.ComponentResourceOptions) {
    super("cutover:index:Frontend", name, {}, opts);
    const { app, team: teamId, frontend, env, sensitive } = args;

    const project = new vercel.Project(
      "frontend",
      {
        teamId,
        ...settingsOf(frontend),
        gitRepository: { type: "github", repo: slugOf(app.repository), productionBranch: app.branch },
        gitProviderOptions: { createDeployments: false },
      },
      { parent: this },
    );
    const inside = { parent: project };
    for (const domain of frontend.domains)
      new vercel.ProjectDomain(domain, { teamId, projectId: project.id, domain }, inside);
    for (const [key, value] of Object.entries(env))
      new vercel.ProjectEnvironmentVariable(
        key,
        { teamId, projectId: project.id, key, value, targets: ["production"], sensitive: sensitive.has(key) },
        inside,
      );

    this.projectId = project.id;
    this.builtFrom = pulumi.output({ env, settings: settingsOf(frontend), branch: app.branch });
    this.registerOutputs({ projectId: this.projectId });
  }
}

function settingsOf({ name, framework, rootDirectory, nodeVersion, buildCommand, installCommand }: FrontendConfig) {
  return {
    name,
    framework,
    nodeVersion,
    ...(rootDirectory === undefined ? {} : { rootDirectory }),
    ...(buildCommand === undefined ? {} : { buildCommand }),
    ...(installCommand === undefined ? {} : { installCommand }),
  };
}

/** `https://github.com/org/name` → `org/name`. */
const slugOf = (repository: string) => new URL(repository).pathname.replace(/^\/|\.git$/g, "");
