import { setTimeout as pause } from "node:timers/promises";
import type { MiddlewareHandler } from "hono";
import type { Faults } from "../../core/faults.ts";
import { ApiError } from "../api-error.ts";

/** Applies the faults of kind `slow`, `status` and `lost` that a rehearsal asked for this request. */
export function injectFaults(faults: Faults): MiddlewareHandler {
  return async (c, next) => {
    const call = `${c.req.method} ${c.req.path}`;
    const slow = faults.take("slow", call);
    if (slow) await pause(slow.delayMs ?? 1000, undefined, { ref: false });
    const refused = faults.take("status", call);
    if (refused) throw new ApiError(refused.status ?? 500, `injected fault: ${refused.status ?? 500}`);
    const lost = faults.take("lost", call);
    await next();
    if (lost) c.res = Response.json({ message: "injected fault: the answer was lost" }, { status: lost.status ?? 502 });
  };
}
