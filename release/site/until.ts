import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * Looks again, in growing intervals of 0.1 to 3 s, until there is something.
 * @throws what `late` gives when the time is over; the signal's reason when it aborts
 */
export async function until<T>(
  look: () => Promise<T | undefined>,
  { withinMs, signal, late }: { withinMs: number; signal: AbortSignal | undefined; late: () => Error },
): Promise<T> {
  const deadline = performance.now() + withinMs;
  for (let pauseMs = 100; ; pauseMs = Math.min(pauseMs * 1.5, 3_000)) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() + pauseMs > deadline) throw late();
    await sleep(pauseMs, undefined, signal ? { signal } : {}).catch((error: unknown) => {
      throw signal?.aborted ? signal.reason : error;
    });
  }
}
