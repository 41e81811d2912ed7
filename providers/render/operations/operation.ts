import type { RenderClient } from "../api/client.ts";
import { RenderApiError } from "../api/errors.ts";
import type { Asker } from "../api/limiter.ts";
import type { Deploy, Service } from "../api/schemas.ts";
import { PATIENCE, type Patience, type Waiter } from "../resources/patience.ts";
import { untilLive } from "../resources/until-live.ts";

/** How an operation is followed and stopped. */
export interface Following extends Asker {
  /** Default: as long as a resource's update waits. */
  readonly patience?: Patience;
}

/** The deploy that an operation started, once it was live. */
export interface Done {
  readonly service: Service;
  /** `live`, or `deactivated` where a newer one has replaced it since. */
  readonly deploy: Deploy;
}

export const waiterOf = (client: RenderClient, { signal, progress }: Following): Waiter => ({
  client,
  progress: progress ?? (() => {}),
  ...(signal && { signal }),
});

/** @throws RenderApiError `RENDER_SERVICE_GONE` */
export async function serviceOf(client: RenderClient, serviceId: string, asker: Asker): Promise<Service> {
  const service = await client.services.find(serviceId, asker);
  if (service) return service;
  throw new RenderApiError({
    code: "RENDER_SERVICE_GONE",
    what: `there is no service ${serviceId}`,
    where: "the workspace of the API key",
    fix: "name the service by the id that its address in the Dashboard has",
  });
}

export const suspendedError = ({ id, name, dashboardUrl }: Service) =>
  new RenderApiError({
    code: "RENDER_SERVICE_SUSPENDED",
    what: `${name} (${id}) is suspended: nothing of it can be deployed`,
    where: dashboardUrl,
    fix: "resume it first, which deploys its branch's head",
  });

/** Waits for a deploy to be live. @throws DeployFailure */
export async function waitForLive(
  client: RenderClient,
  service: Service,
  deployId: string,
  following: Following,
): Promise<Done> {
  const waiter = waiterOf(client, following);
  const deploy = await untilLive(waiter, service, deployId, following.patience ?? PATIENCE);
  return { service, deploy };
}
