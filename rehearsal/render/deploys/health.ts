import { setTimeout as pause } from "node:timers/promises";

export interface HealthCheck {
  readonly origin: string;
  /** Empty: an open port is enough. */
  readonly path: string;
  readonly limitMs: number;
  readonly everyMs: number;
  readonly signal: AbortSignal;
}

/**
 * Calls the health check path until it answers 2xx or 3xx, for at most `limitMs`; one call takes at most 5 s.
 * @returns undefined when healthy, else what the last call met.
 * @see https://render.com/docs/health-checks
 */
export async function faultOfHealth({
  origin,
  path,
  limitMs,
  everyMs,
  signal,
}: HealthCheck): Promise<string | undefined> {
  if (!path) return undefined;
  const endsAt = performance.now() + limitMs;
  for (;;) {
    const fault = await attempt(`${origin}${path}`, signal);
    signal.throwIfAborted();
    if (!fault || performance.now() >= endsAt) return fault;
    await pause(everyMs, undefined, { ref: false, signal });
  }
}

async function attempt(url: string, signal: AbortSignal): Promise<string | undefined> {
  try {
    const answer = await fetch(url, {
      redirect: "manual",
      signal: AbortSignal.any([signal, AbortSignal.timeout(5000)]),
    });
    await answer.body?.cancel();
    return answer.status < 400 ? undefined : `answered ${answer.status}`;
  } catch (cause) {
    return cause instanceof Error && cause.name === "TimeoutError" ? "no answer within 5 s" : "could not be reached";
  }
}
