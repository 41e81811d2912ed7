import type { Service } from "../entities/service.ts";
import type { RenderState } from "../entities/state.ts";
import type { Visit } from "../entities/traffic.ts";
import { instanceType } from "./instance-types.ts";
import type { Bucket } from "./time-series.ts";

/** Requests of some services in a stretch of time. */
export const visitsIn = (traffic: readonly Visit[], { start, end }: Bucket): Visit[] =>
  traffic.filter(({ at }) => at >= start && at < end);

/** A service has an instance from its first live deploy on, and none while it is suspended. */
export function isUp(state: RenderState, service: Service, { start, end }: Bucket): boolean {
  const now = state.moments.next();
  if (start > now) return false;
  const lives = state.deploysOf(service.id).flatMap(({ history }) => history.filter(({ status }) => status === "live"));
  const since = lives[0]?.at;
  return since !== undefined && since < end && !(service.suspended && end > service.updatedAt);
}

/** CPUs in use: a little for being up, and 20 ms of one for each request. */
export function cpuIn(state: RenderState, service: Service, bucket: Bucket): number | undefined {
  if (!isUp(state, service, bucket)) return undefined;
  const seconds = Number(bucket.end - bucket.start) / 1e9;
  const requests = visitsIn(state.traffic, bucket).filter(({ serviceId }) => serviceId === service.id).length;
  return Math.min(instanceType(service.settings.plan).cpu, 0.005 + (requests * 0.02) / seconds);
}

/** Bytes in use: a fifth for being up, and 64 kB for each request of the stretch. */
export function memoryIn(state: RenderState, service: Service, bucket: Bucket): number | undefined {
  if (!isUp(state, service, bucket)) return undefined;
  const { memory } = instanceType(service.settings.plan);
  const requests = visitsIn(state.traffic, bucket).filter(({ serviceId }) => serviceId === service.id).length;
  return Math.min(memory, memory / 5 + requests * 65_536);
}

/** The value below which the share `quantile` of all is. */
export function quantileOf(values: readonly number[], quantile: number): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * quantile))];
}
