import type { MiddlewareHandler } from "hono";
import type { Clock } from "../../core/clock.ts";

interface Bucket {
  readonly key: string;
  readonly limit: number;
  readonly windowMs: number;
}

const minute = 60_000;
const hour = 60 * minute;

/**
 * The bucket a request draws from. Changes, deploys and scalings of one service count together; of suspend and resume
 * that is not recorded, but taken to be the same.
 */
function bucketOf(method: string, path: string): Bucket {
  const call = `${method} ${path.replace(/^\/v1/, "")}`;
  if (/^(GET|PUT|DELETE) \/logs\/streams\/owner\/[^/]+$/.test(call))
    return { key: "log streams of owners", limit: 30, windowMs: minute };
  if (method === "GET") return { key: "GET", limit: 400, windowMs: minute };
  if (/^POST \/(services|postgres|redis|key-value)$/.test(call)) return { key: call, limit: 20, windowMs: hour };
  if (/^POST \/services\/[^/]+\/jobs$/.test(call)) return { key: "jobs", limit: 2000, windowMs: hour };
  if (/^POST \/services\/[^/]+\/custom-domains(\/[^/]+\/verify)?$/.test(call))
    return { key: "custom domains", limit: 50, windowMs: hour };
  const [, service] =
    /^(?:PATCH (\/services\/[^/]+)|POST (\/services\/[^/]+)\/(?:deploys|scale|suspend|resume))$/
      .exec(call)
      ?.filter((part) => part !== undefined) ?? [];
  return service
    ? { key: `changes of ${service}`, limit: 10, windowMs: minute }
    : { key: "other", limit: 100, windowMs: minute };
}

/** Counts requests in the minutes and hours of the world's clock; a full bucket answers 429 until the next one begins. */
export class RateLimits {
  readonly #clock: Clock;
  readonly #windows = new Map<string, { endsAt: number; used: number }>();

  readonly #enforced: boolean;

  /** @param enforced whether requests are counted at all; without, no header tells of a limit. */
  constructor(clock: Clock, enforced = true) {
    this.#clock = clock;
    this.#enforced = enforced;
  }

  readonly middleware: MiddlewareHandler = async (c, next) => {
    if (!this.#enforced) return next();
    const { key, limit, windowMs } = bucketOf(c.req.method, c.req.path);
    const now = this.#clock.now().getTime();
    const open = this.#windows.get(key);
    const window = open && open.endsAt > now ? open : { endsAt: (Math.floor(now / windowMs) + 1) * windowMs, used: 0 };
    this.#windows.set(key, window);
    window.used += 1;

    if (window.used <= limit) await next();
    else c.res = Response.json({ message: "rate limit exceeded" }, { status: 429 });
    c.header("Ratelimit-Limit", String(limit));
    c.header("Ratelimit-Remaining", String(Math.max(0, limit - window.used)));
    c.header("Ratelimit-Reset", String(Math.floor((window.endsAt - now) / 1000)));
  };

  reset(): void {
    this.#windows.clear();
  }
}
