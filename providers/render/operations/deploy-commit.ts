import type { RenderClient } from "../api/client.ts";
import { RenderApiError } from "../api/errors.ts";
import { startDeploy } from "../resources/start-deploy.ts";
import { type Done, type Following, serviceOf, suspendedError, waiterOf, waitForLive } from "./operation.ts";

/**
 * Deploys a commit and waits until exactly that deploy is live (S0.5). Render deploys only the branch's head of a cron job:
 * its deploy is started without a commit, and it must turn out to be the one asked for.
 * @throws RenderApiError `RENDER_SERVICE_GONE`, `RENDER_SERVICE_SUSPENDED`, `RENDER_OTHER_COMMIT`
 * @throws DeployFailure with the last lines of its log
 */
export async function deployCommit(
  client: RenderClient,
  { serviceId, commitId }: { readonly serviceId: string; readonly commitId: string },
  following: Following = {},
): Promise<Done> {
  const service = await serviceOf(client, serviceId, following);
  if (service.suspended === "suspended") throw suspendedError(service);
  const { patience } = following;
  const deployId = await startDeploy(waiterOf(client, following), serviceId, {
    ...(service.type !== "cron_job" && { commitId }),
    ...(patience && { patience }),
  });
  // Suspended between the two requests.
  if (!deployId) throw suspendedError(service);
  const done = await waitForLive(client, service, deployId, following);
  const deployed = done.deploy.commit?.id ?? commitId;
  if (deployed.startsWith(commitId) || commitId.startsWith(deployed)) return done;
  throw new RenderApiError({
    code: "RENDER_OTHER_COMMIT",
    what: `deploy ${deployId} of ${service.name} is live with commit ${deployed}, not with ${commitId}`,
    where: `${service.dashboardUrl}/deploys/${deployId}`,
    fix: `see that branch ${service.branch ?? ""} still ends in ${commitId}, then deploy again`,
  });
}
