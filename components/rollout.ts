import * as pulumi from "@pulumi/pulumi";
import { Deployment } from "@pulumiverse/vercel/deployment.js";
import { ProjectEnvironmentVariable } from "@pulumiverse/vercel/projectEnvironmentVariable.js";
import type { RolloutConfig } from "../config/rollout.ts";

export interface RolloutArgs {
  team: string;
  projectId: pulumi.Input<string>;
  /** Branch or commit that is built. */
  ref: string;
  /** Without one there is no flag, and a deployment reaches all users at once. */
  rollout: RolloutConfig | undefined;
  /** Digest of whatever else is built into the deployment; when it changes, a new one is made. Not secret. */
  builtFrom: pulumi.Input<string>;
}

/**
 * The percentage that users get: a flag env var and the production deployment built with it.
 * A Vercel env var reaches only new deployments, so each change of the percent is a deployment of its own (S2.3);
 * earlier ones are kept at Vercel, because a rollback needs them. Where the vendors deploy pushes, this is still so: a
 * changed value is no push, so the deployment that carries it is the stack's, of the branch's newest commit.
 *
 * @example
 * new Rollout("rollout", { team, projectId: site.projectId, ref: "main", rollout, builtFrom: site.builtFrom });
 */
export class Rollout extends pulumi.ComponentResource {
  /** The percent that is built into the current production deployment; undefined without a flag. */
  declare readonly percent: pulumi.Output<number> | undefined;
  declare readonly deploymentId: pulumi.Output<string>;

  constructor(name: string, args: RolloutArgs, opts?: pulumi.ComponentResourceOptions) {
    super("cutover:index:Rollout", name, {}, opts);
    const { team: teamId, projectId, ref, rollout, builtFrom } = args;

    const flag =
      rollout &&
      new ProjectEnvironmentVariable(
        rollout.flag,
        {
          teamId,
          projectId,
          key: rollout.flag,
          value: `${rollout.percent}`,
          targets: ["production"],
          sensitive: false,
        },
        { parent: this },
      );
    // The plugin takes every env value for a secret; a percentage is none.
    const rolloutPercent = flag && pulumi.unsecret(flag.value).apply((value) => value ?? "");
    const deployment = new Deployment(
      "deployment",
      { teamId, projectId, ref, production: true, ...(rolloutPercent ? { meta: { rolloutPercent } } : {}) },
      {
        parent: this,
        dependsOn: flag ? [flag] : [],
        replacementTrigger: pulumi.all(rolloutPercent ? [rolloutPercent, builtFrom] : [builtFrom]),
      },
    );

    this.percent = flag && deployment.meta.apply((meta) => Number(meta.rolloutPercent));
    this.deploymentId = deployment.id;
    this.registerOutputs({ percent: this.percent, deploymentId: this.deploymentId });
  }
}
