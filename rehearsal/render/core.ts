import type { Clock } from "../core/clock.ts";
import type { Git } from "../core/git.ts";
import { notFound } from "./api-error.ts";
import type { Deploys } from "./deploys/deploys.ts";
import type { PipelineWorld } from "./deploys/pipeline.ts";
import type { Deploy } from "./entities/deploy.ts";
import type { Service } from "./entities/service.ts";

/** What every route works on. */
export interface RenderCore extends PipelineWorld {
  readonly clock: Clock;
  readonly git: Git;
  readonly deploys: Deploys;
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
