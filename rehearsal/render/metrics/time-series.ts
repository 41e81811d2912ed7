import type { Context } from "hono";
import { badRequest } from "../api-error.ts";
import { type Moment, micros } from "../entities/moment.ts";
import type { RenderState } from "../entities/state.ts";
import { timeParam } from "../http/query.ts";

const second = 1_000_000_000n;
const mostPoints = 10_000n;

/** A stretch of time that one value stands for: from `start` on, before `end`. */
export interface Bucket {
  readonly start: Moment;
  readonly end: Moment;
}

/** The buckets that a request asks for: the last hour by minutes unless it says otherwise. @throws ApiError 400 */
export function bucketsOf(c: Context, state: RenderState, defaultSeconds = 60): Bucket[] {
  // The document has a number, so that some clients send 60.0.
  const asked = Number(c.req.query("resolutionSeconds") || defaultSeconds);
  if (!(asked >= 1)) throw badRequest("invalid resolutionSeconds: expected a number of seconds");
  const size = BigInt(Math.trunc(asked)) * second;
  const end = timeParam(c, "endTime") ?? state.moments.next();
  const start = timeParam(c, "startTime") ?? end - 3600n * second;
  if (start >= end) throw badRequest("startTime must be before endTime");
  const first = (start / size) * size;
  if ((end - first) / size > mostPoints) throw badRequest("too many points: choose a larger resolutionSeconds");
  const count = Number((end - first + size - 1n) / size);
  return Array.from({ length: count }, (_, index) => {
    const from = first + BigInt(index) * size;
    return { start: from, end: from + size };
  });
}

/** One line of a chart. A bucket without a value has no point. */
export interface Series {
  readonly labels: Readonly<Record<string, string>>;
  readonly valueAt: (bucket: Bucket) => number | undefined;
}

/** Render's JSON of lines; the document wants the unit at the line and at each of its points. */
export const seriesJson = (buckets: readonly Bucket[], unit: string, lines: readonly Series[]) =>
  lines.map(({ labels, valueAt }) => ({
    labels: Object.entries(labels).map(([field, value]) => ({ field, value })),
    unit,
    values: buckets.flatMap((bucket) => {
      const value = valueAt(bucket);
      return value === undefined ? [] : [{ timestamp: micros(bucket.start), value, unit }];
    }),
  }));
