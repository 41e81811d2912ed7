import type { Clock } from "../core/clock.ts";
import type { Git } from "../core/git.ts";
import { notFound } from "./api-error.ts";
import type { CronRuns } from "./deploys/cron-runs.ts";
import type { Deploys } from "./deploys/deploys.ts";
import type { Jobs } from "./deploys/jobs.ts";
import type { PipelineWorld } from "./deploys/pipeline.ts";
import type { Deploy } from "./entities/deploy.ts";
import type { Environment } from "./entities/environment.ts";
import type { Owner } from "./entities/owner.ts";
import type { Service } from "./entities/service.ts";
import type { StoreServers } from "./stores/store-servers.ts";

/** What every route works on. */
export interface RenderCore extends PipelineWorld {
  readonly clock: Clock;
  readonly git: Git;
  readonly deploys: Deploys;
  readonly cronRuns: CronRuns;
  readonly jobs: Jobs;
  readonly stores: StoreServers;
}

/** @throws ApiError 404 */
export function serviceOf({ state }: RenderCore, id: string): Service {
  const service = state.services.get(id);
  if (!service) throw notFound(id);
  return service;
}

/** A deploy of this service. @throws ApiError 404 */
export function deployOf({ state }: RenderCore, service: Service, id: string): Deploy {
  const deploy = state.deploys.get(id);
  if (deploy?.serviceId !== service.id) throw notFound(id);
  return deploy;
}

/** @throws ApiError 404 */
export function environmentOf({ state }: RenderCore, id: string): Environment {
  const environment = state.environments.get(id);
  if (!environment) throw notFound(id);
  return environment;
}

/** @throws ApiError 404 */
export function ownerOf({ state }: RenderCore, id: string): Owner {
  const owner = state.owners.get(id);
  if (!owner) throw notFound(id);
  return owner;
}
