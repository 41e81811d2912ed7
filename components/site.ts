import * as pulumi from "@pulumi/pulumi";
import type { AppConfig, Deploys } from "../config/app.ts";
import type { EnvSource } from "../config/env.ts";
import type { FrontendConfig } from "../config/frontend.ts";
import type { RolloutConfig } from "../config/rollout/rollout.ts";
import type { SmokeCheck } from "../config/smoke-checks.ts";
import { type EnvScope, isSecret, resolveEnv } from "./env.ts";
import { Frontend } from "./frontend.ts";
import { PostDeploy } from "./post-deploy.ts";
import { Rollout, type RolloutArgs } from "./rollout.ts";

export interface SiteArgs {
  app: AppConfig;
  /** Vercel team, `team_…`. */
  team: string;
  deploys: Deploys;
  frontend: FrontendConfig;
  env: Readonly<Record<string, EnvSource>>;
  scope: EnvScope;
  /** Without one, a deployment reaches all users at once. */
  rollout: RolloutConfig | undefined;
  /** What the evidence of a rollout is about. */
  subject: RolloutArgs["subject"];
  /** Commands that migrate before the backend's deploys. */
  migrations: RolloutArgs["migrations"];
  /** Of the frontend; they run against its first domain. */
  checks: readonly SmokeCheck[];
}

/**
 * The frontend as its users meet it: the Vercel project, the deployment that its first domain shows, and its smoke checks
 * there, in this order (S1.11).
 *
 * @example
 * const site = new Site("site", { app, team, deploys, frontend, env: {}, scope, rollout, subject, migrations: [], checks: [] });
 */
export class Site extends pulumi.ComponentResource {
  declare readonly projectId: pulumi.Output<string>;
  declare readonly deploymentId: pulumi.Output<string>;
  /** The percent that users get; undefined without a rollout. */
  declare readonly percent: pulumi.Output<number> | undefined;

  constructor(name: string, args: SiteArgs, opts?: pulumi.ComponentResourceOptions) {
    super("cutover:index:Site", name, {}, opts);
    const { app, team, deploys, env, scope, rollout, subject, migrations, checks } = args;

    const frontend = new Frontend(
      "frontend",
      {
        app,
        team,
        deploys,
        staged: deploys === "release" && rollout !== undefined,
        frontend: args.frontend,
        env: resolveEnv(env, scope),
        sensitive: new Set(Object.keys(env).filter((key) => isSecret(env[key]))),
      },
      { parent: this },
    );
    const { projectId, builtFrom } = frontend;
    const current = new Rollout(
      "rollout",
      {
        ...{ team, projectId, branch: app.branch, deploys, rollout, subject, migrations, builtFrom, checks },
        secrets: scope.secrets,
      },
      { parent: this, dependsOn: [frontend] },
    );
    new PostDeploy(
      "frontend",
      { checks, url: `https://${args.frontend.domains[0]}`, covers: [current.deploymentId], secrets: scope.secrets },
      { parent: this, dependsOn: [current] },
    );

    this.projectId = projectId;
    this.deploymentId = current.deploymentId;
    this.percent = current.percent;
    this.registerOutputs({ projectId, deploymentId: this.deploymentId, percent: this.percent });
  }
}
