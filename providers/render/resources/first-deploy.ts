import type { Call } from "../../protocol/resource.ts";
import type { RenderClient } from "../api/client.ts";
import { RenderApiError } from "../api/errors.ts";
import type { Service } from "../api/schemas.ts";
import { applyNotifications } from "./apply-changes.ts";
import { applyGroups } from "./env-groups.ts";
import type { ServiceInputs } from "./inputs.ts";
import type { Kind } from "./kind.ts";
import type { Patience } from "./patience.ts";
import { startDeploy } from "./start-deploy.ts";

/**
 * The deploy of a new service that counts; none while it is to be suspended.
 *
 * Creating a service starts a deploy at once, before an env group can be linked to it, and no option of the API says
 * otherwise. That deploy lacks what the group holds: an app that needs it does not start, and Render gives it 15 minutes.
 * So the group is linked, that first deploy is canceled, and an own one is started and waited for. Should the first have
 * ended meanwhile, or be of a kind that Render does not cancel (a cron job's deploy starts no process), the own one still
 * follows: what is live in the end has the groups. Waiting for the first one instead would depend on which was faster.
 */
export async function firstDeploy(
  call: Call<RenderClient>,
  kind: Kind,
  made: { readonly service: Service; readonly deployId: string },
  want: ServiceInputs,
  patience: Patience,
): Promise<string | undefined> {
  const { id } = made.service;
  await applyNotifications(call, made.service, want);
  const linked = await applyGroups(call, id, [], want.envGroups ?? []);
  if (want.suspended) {
    await call.client.services.suspend(id, call);
    return undefined;
  }
  if (!linked) return made.deployId;
  if (kind.cancels) await cancel(call, id, made.deployId);
  return startDeploy(call, id, { patience });
}

/** Best effort: a deploy that has ended cannot be canceled, and need not be. */
async function cancel(call: Call<RenderClient>, serviceId: string, deployId: string): Promise<void> {
  try {
    await call.client.deploys.cancel(serviceId, deployId, call);
  } catch (error) {
    if (!(error instanceof RenderApiError) || error.code === "RENDER_UNAUTHORIZED") throw error;
  }
}
