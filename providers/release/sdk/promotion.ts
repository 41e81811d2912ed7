import * as pulumi from "@pulumi/pulumi";

const TOKEN = "release:index:Promotion";

/** Inputs of `Promotion`. */
export interface PromotionArgs {
  /** Vercel team, `team_…`. Default: the token's own account. */
  teamId?: string;
  projectId: pulumi.Input<string>;
  /** Name of the Vercel project: evidence is kept under it. */
  project: string;
  /** The environment variable that carries the percent. */
  flag: string;
  /** The deployment that users shall get, `dpl_…`. */
  deploymentId: pulumi.Input<string>;
  /** What was built into it: `granted` of the rollout. */
  percent: pulumi.Input<number>;
}

/**
 * Gives users a deployment, once it is built and checked: production's domains point at it after the update. Refused where
 * it would raise the percent without a grant of the rollout; never refused where it lowers it.
 *
 * @example
 * new Promotion("promotion", { teamId, projectId, project: "twin-brains", flag: "V2_ROLLOUT_PERCENT", deploymentId: deployment.id, percent: judged.granted });
 */
export class Promotion extends pulumi.CustomResource {
  declare readonly deploymentId: pulumi.Output<string>;
  /** What users get. */
  declare readonly percent: pulumi.Output<number>;

  constructor(name: string, args: PromotionArgs, opts?: pulumi.CustomResourceOptions) {
    super(TOKEN, name, { ...args }, opts);
  }
}
