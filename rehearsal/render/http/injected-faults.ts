import type { MiddlewareHandler } from "hono";
import type { Faults } from "../../core/faults.ts";
import { injectFaults as inject, type Refused } from "../../core/inject-faults.ts";
import { ApiError } from "../api-error.ts";

/** The faults that a rehearsal asked for, told as Render's. */
export const injectFaults = (faults: Faults): MiddlewareHandler =>
  inject(
    faults,
    (status, message) => new ApiError(status, status === 429 ? "rate limit exceeded" : message),
    limitHeaders,
  );

/** A refusal for too many requests has an empty bucket; the vendor names the seconds to wait in `Ratelimit-Reset`. */
function limitHeaders({ status, retryAfterSeconds }: Refused): Record<string, string> {
  const wait = String(retryAfterSeconds ?? 1);
  if (status !== 429) return retryAfterSeconds === undefined ? {} : { "Retry-After": wait };
  const bucket = { "Ratelimit-Limit": "100", "Ratelimit-Remaining": "0", "Ratelimit-Reset": wait };
  return retryAfterSeconds === undefined ? bucket : { ...bucket, "Retry-After": wait };
}
