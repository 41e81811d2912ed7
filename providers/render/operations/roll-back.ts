import type { RenderClient } from "../api/client.ts";
import { autoDeployOf } from "../resources/observe.ts";
import { PATIENCE } from "../resources/patience.ts";
import { startRollback } from "../resources/start-deploy.ts";
import { type Done, type Following, serviceOf, suspendedError, waiterOf, waitForLive } from "./operation.ts";

/** A rollback that is done. */
export interface RolledBack extends Done {
  /** What auto-deploy was set to before it was switched off. */
  readonly autoDeployBefore: string;
}

/**
 * Rolls a service back to an earlier deploy: what that one built, with the env vars of then and the env groups of now. A
 * rollback is a new deploy, which is waited for (S0.9, S1.14). Auto-deploy is switched off first, as the next push would
 * undo the rollback; it stays off until somebody switches it on again. Render's settings are as before: the next ordinary
 * deploy takes them again.
 * @param deployId one that was live once: see `wereLive`
 * @throws RenderApiError, in Render's words when it has not kept what that deploy built
 * @throws DeployFailure with the last lines of its log
 */
export async function rollBack(
  client: RenderClient,
  { serviceId, deployId }: { readonly serviceId: string; readonly deployId: string },
  following: Following = {},
): Promise<RolledBack> {
  const waiter = waiterOf(client, following);
  const service = await serviceOf(client, serviceId, following);
  if (service.suspended === "suspended") throw suspendedError(service);
  const autoDeployBefore = autoDeployOf(service);
  if (autoDeployBefore !== "off") {
    await client.services.patch(serviceId, { autoDeployTrigger: "off" }, following);
    waiter.progress(`auto-deploy of ${service.name} is off (it was ${autoDeployBefore})`);
  }
  const started = await startRollback(waiter, serviceId, deployId, following.patience ?? PATIENCE);
  return { ...(await waitForLive(client, service, started, following)), autoDeployBefore };
}
