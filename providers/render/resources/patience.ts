import { setTimeout as sleep } from "node:timers/promises";
import type { RenderClient } from "../api/client.ts";
import type { Asker } from "../api/limiter.ts";

/** How long and how often a deploy is looked at. */
export interface Patience {
  /** Overall. Default 30 min, or the engine's own timeout where that is longer; it ends waiting through the signal. */
  readonly limitMs: number;
  /** Before the second look; each following pause is half as long again, up to `mostMs`. */
  readonly firstMs: number;
  readonly mostMs: number;
  /** How long a deploy whose start was not confirmed is looked for before it is started again. */
  readonly unconfirmedMs: number;
}
export const PATIENCE: Patience = { limitMs: 30 * 60_000, firstMs: 200, mostMs: 5_000, unconfirmedMs: 5_000 };

/** Who waits: a resource's `Call`, with what is needed to tell about it. */
export interface Waiter extends Asker {
  readonly client: RenderClient;
  /** The engine's timeout for the operation, when there is one. */
  readonly timeoutMs?: number;
  progress(line: string): void;
}

/** A `customTimeouts` that is longer than our limit is what the operator asked for. */
export const limitOf = ({ timeoutMs = 0 }: Waiter, { limitMs }: Patience) => Math.max(limitMs, timeoutMs);

/** Yields at once, then after growing pauses, until the limit is over. An abort ends a pause at once. */
export async function* looks({ limitMs, firstMs, mostMs }: Patience, signal: AbortSignal | undefined) {
  const end = performance.now() + limitMs;
  for (let pauseMs = firstMs; ; pauseMs = Math.min(pauseMs * 1.5, mostMs)) {
    signal?.throwIfAborted();
    yield;
    const leftMs = end - performance.now();
    if (leftMs <= 0) return;
    await sleep(Math.min(pauseMs, leftMs), undefined, signal ? { signal } : {}).catch(() => signal?.throwIfAborted());
  }
}

export const minutes = (ms: number) => (ms < 60_000 ? `${ms / 1000} s` : `${Math.round(ms / 60_000)} min`);
