import * as pulumi from "@pulumi/pulumi";

export interface GetDeploysArgs {
  /** `srv-…` or `crn-…` */
  serviceId: pulumi.Input<string>;
  /** 1 to 100, default 20. */
  limit?: pulumi.Input<number>;
}

export interface RenderDeploy {
  id: string;
  /** E.g. `live`, `deactivated` (was live once) or `build_failed`. */
  status: string;
  /** Empty for a deploy of an image. */
  commitId: string;
  /** What started it, e.g. `api`, `new_commit` or `rollback`. */
  trigger: string;
  createdAt: string;
  /** Empty while it is on its way. */
  finishedAt: string;
}

/**
 * A service's newest deploys, newest first, as they are while the program runs; unknown in a preview while the service's id is.
 *
 * @example
 * export const live = getDeploys({ serviceId: api.serviceId }).apply((all) => all.find(({ status }) => status === "live"));
 */
export function getDeploys(args: GetDeploysArgs, opts?: pulumi.InvokeOutputOptions): pulumi.Output<RenderDeploy[]> {
  const result = pulumi.runtime.invokeOutput<{ deploys: RenderDeploy[] }>("render:index:getDeploys", args, opts);
  return result.deploys;
}
