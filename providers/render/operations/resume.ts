import type { RenderClient } from "../api/client.ts";
import type { Service } from "../api/schemas.ts";
import { PATIENCE } from "../resources/patience.ts";
import { resumeService } from "../resources/start-deploy.ts";
import { type Done, type Following, serviceOf, waiterOf, waitForLive } from "./operation.ts";

/**
 * Resumes a suspended service and waits until the deploy that this starts is live; one that is not suspended stays as it
 * is. Without a deploy where Render started none.
 * @throws DeployFailure with the last lines of its log
 */
export async function resume(
  client: RenderClient,
  { serviceId }: { readonly serviceId: string },
  following: Following = {},
): Promise<Done | { readonly service: Service; readonly deploy: undefined }> {
  const service = await serviceOf(client, serviceId, following);
  if (service.suspended !== "suspended") return { service, deploy: undefined };
  const waiter = waiterOf(client, following);
  const deployId = await resumeService(waiter, serviceId, following.patience ?? PATIENCE);
  const resumed = { ...service, suspended: "not_suspended" };
  return deployId ? waitForLive(client, resumed, deployId, following) : { service: resumed, deploy: undefined };
}
