import type { RenderCore } from "../core.ts";
import type { Deploy, Trigger } from "../entities/deploy.ts";
import { noOverride } from "../entities/notifications.ts";
import type { Service } from "../entities/service.ts";
import { type ServiceType, traitsOf } from "../entities/service-type.ts";
import type { Settings } from "../entities/settings.ts";
import type { DeployArgs } from "./deploys.ts";

/** What a new service is made of; the rest is as in every new one. */
export interface NewService extends Partial<Pick<Service, "env" | "secretFiles" | "headers" | "routes" | "parent">> {
  readonly type: ServiceType;
  readonly name: string;
  readonly ownerId: string;
  readonly environmentId: string | undefined;
  readonly settings: Settings;
}

/** Makes a service and starts its first deploy. */
export function addService(
  core: RenderCore,
  { env = new Map(), secretFiles = new Map(), headers = [], routes = [], parent, ...given }: NewService,
  source: Pick<DeployArgs, "commit" | "image">,
  trigger: Trigger = "api",
): { readonly service: Service; readonly deploy: Deploy } {
  const { state, fleet, deploys, cronRuns } = core;
  const { prefix, named } = traitsOf(given.type);
  const createdAt = state.moments.next();
  const service: Service = {
    ...given,
    ...{ env, secretFiles, headers, routes, parent, createdAt, updatedAt: createdAt, scheduledUntil: createdAt },
    id: state.ids.next(prefix),
    sequence: state.nextSequence(),
    slug: state.freeSlug(given.name, { suffixed: !named }),
    suspended: false,
    customDomains: new Map(),
    notifications: noOverride,
    liveDeployId: undefined,
    lastSuccessfulRunAt: undefined,
  };
  state.services.set(service.id, service);
  fleet.route(service);
  cronRuns.schedule(service);
  return { service, deploy: deploys.add(service, { trigger, ...source }) };
}
