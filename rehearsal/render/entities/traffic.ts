import type { Moment } from "./moment.ts";

/** One request that a service answered, from outside or from another service; the vendor's own health checks are none. */
export interface Visit {
  readonly serviceId: string;
  readonly instance: string;
  readonly at: Moment;
  readonly host: string;
  readonly method: string;
  readonly path: string;
  readonly statusCode: number;
  readonly tookMs: number;
  readonly bytes: number;
}

/** More than this many are not kept: the oldest go. */
export const mostVisits = 50_000;
