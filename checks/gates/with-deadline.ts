import type { GateContext } from "./gate-context.ts";

/** A context whose sources must answer before a moment. */
export interface Bounded extends GateContext {
  /** Settles as `answer` does, or says that it did not in time; rejects when the caller has had enough. */
  inTime<Answer>(answer: Promise<Answer>): Promise<Answer | { readonly unmeasured: string }>;
}

const defaultMs = 60_000;

/** Does `work` with a signal that is aborted at the deadline, when the caller's is, or when the work has failed. */
export async function withDeadline<Result>(
  context: GateContext,
  work: (context: Bounded) => Promise<Result>,
): Promise<Result> {
  const { signal, deadlineMs = defaultMs } = context;
  signal.throwIfAborted();
  const over = new AbortController();
  const late = Promise.withResolvers<{ readonly unmeasured: string }>();
  const stopped = Promise.withResolvers<never>();
  // Nobody may be waiting for it when it happens.
  stopped.promise.catch(() => {});
  const timer = setTimeout(() => {
    late.resolve({ unmeasured: `no answer within ${deadlineMs / 1000} s` });
    over.abort();
  }, deadlineMs);
  const stop = () => stopped.reject(signal.reason);
  signal.addEventListener("abort", stop, { once: true });
  try {
    const bounded = AbortSignal.any([signal, over.signal]);
    const inTime: Bounded["inTime"] = (answer) => Promise.race([answer, late.promise, stopped.promise]);
    const result = await work({ ...context, signal: bounded, inTime });
    signal.throwIfAborted();
    return result;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", stop);
    over.abort();
  }
}
