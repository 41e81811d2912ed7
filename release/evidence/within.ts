/**
 * The answer, or an error once it is late or nobody waits for it any more. What was begun goes on; only the waiting ends.
 * @param ms how long to wait, in milliseconds
 */
export async function within<Answer>(answer: Promise<Answer>, ms: number, signal?: AbortSignal): Promise<Answer> {
  const { promise: over, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`no answer within ${ms / 1000} s`)), ms);
  const stop = () => reject(new Error("stopped while waiting for it"));
  if (signal?.aborted) stop();
  signal?.addEventListener("abort", stop);
  try {
    return await Promise.race([answer, over]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", stop);
    // Whatever becomes of it later has nobody to hear of it.
    answer.catch(() => {});
  }
}
