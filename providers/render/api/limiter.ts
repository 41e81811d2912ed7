import { setTimeout as sleep } from "node:timers/promises";
import { RenderApiError } from "./errors.ts";

/** What a caller gives to each request: how to be stopped, and where to say why it takes longer. A resource's `Call` is one. */
export interface Asker {
  /** Ends waiting at once and the request in flight too. */
  readonly signal?: AbortSignal;
  progress?(line: string): void;
}

/** Waiting longer than this for a limit is reported instead: an hour of silence helps nobody. */
export const LONGEST_LIMIT_WAIT_MS = 15 * 60_000;
const FIRST_BLIND_WAIT_MS = 1_000;
const LONGEST_BLIND_WAIT_MS = 60_000;
/** Waits shorter than this are not worth a line. */
const SPOKEN_WAIT_MS = 2_000;

/**
 * Render counts requests per bucket (all reads together, creations, each service's updates …). One limiter is shared by
 * all clients of a process that speak to the same API, so that a bucket that is used up for one is waited for by all.
 */
export class Limiter {
  static readonly #shared = new Map<string, Limiter>();

  static of(baseUrl: string): Limiter {
    const limiter = Limiter.#shared.get(baseUrl) ?? new Limiter();
    Limiter.#shared.set(baseUrl, limiter);
    return limiter;
  }

  readonly #freeAt = new Map<string, number>();
  readonly #blind = new Map<string, number>();

  /** Waits until the bucket is free. @throws RenderApiError `RENDER_RATE_LIMITED` where that would take too long. */
  async free(bucket: string, asker: Asker, deadline: number): Promise<void> {
    for (;;) {
      const waitMs = (this.#freeAt.get(bucket) ?? 0) - performance.now();
      if (waitMs <= 0) return;
      if (performance.now() + waitMs > deadline) throw limited(bucket, waitMs);
      if (waitMs >= SPOKEN_WAIT_MS)
        asker.progress?.(`Render's rate limit for ${bucket} is used up; waiting ${Math.ceil(waitMs / 1000)} s`);
      const { signal } = asker;
      await sleep(waitMs, undefined, signal ? { signal } : {}).catch(() => signal?.throwIfAborted());
    }
  }

  /** Learns from an answer's headers. A refusal without them is waited out for 1, 2, 4 … 60 s. */
  learn(bucket: string, status: number, headers: Headers): void {
    const refused = status === 429;
    const retryAfter = waitOf(headers.get("retry-after"));
    const spent = headers.get("ratelimit-remaining") === "0";
    const reset = refused || spent ? waitOf(headers.get("ratelimit-reset")) : undefined;
    const told = refused || status === 503 ? (retryAfter ?? reset) : reset;
    const waitMs = told ?? (refused ? this.#blindWait(bucket) : undefined);
    if (!refused) this.#blind.delete(bucket);
    if (waitMs === undefined) return;
    this.#freeAt.set(bucket, Math.max(this.#freeAt.get(bucket) ?? 0, performance.now() + waitMs));
  }

  #blindWait(bucket: string): number {
    const waitMs = this.#blind.get(bucket) ?? FIRST_BLIND_WAIT_MS;
    this.#blind.set(bucket, Math.min(waitMs * 2, LONGEST_BLIND_WAIT_MS));
    return waitMs;
  }
}

/** The bucket of a request, as recorded per answer: reads share one, creations and each service's calls have their own. */
export function bucketOf(method: string, path: string): string {
  if (method === "GET") return "reads";
  const created = method === "POST" && /^\/(services|postgres|key-value)$/.exec(path)?.[1];
  if (created) return `creating ${created}`;
  const own = method === "PATCH" || (method === "POST" && /\/(deploys|scale|suspend|resume)$/.test(path));
  return own ? `${method} ${path}` : "other writes";
}

/** Milliseconds from seconds remaining, a Unix time (as the documentation has it) or an HTTP date. */
function waitOf(header: string | null): number | undefined {
  if (header === null || header.trim() === "") return undefined;
  const seconds = Number(header);
  if (Number.isNaN(seconds)) {
    const at = Date.parse(header);
    return Number.isNaN(at) ? undefined : Math.max(0, at - Date.now());
  }
  if (seconds > 1_000_000_000) return Math.max(0, seconds * 1000 - Date.now());
  // Whole seconds are rounded down: 0 still means a part of one.
  return seconds * 1000 + 250;
}

const limited = (bucket: string, waitMs: number) =>
  new RenderApiError({
    code: "RENDER_RATE_LIMITED",
    what: `Render's rate limit for ${bucket} is used up for another ${Math.ceil(waitMs / 60_000)} min`,
    where: "the Render API",
    fix: `wait ${Math.ceil(waitMs / 60_000)} min and run the same command again; what is done already is not done twice`,
    status: 429,
  });
