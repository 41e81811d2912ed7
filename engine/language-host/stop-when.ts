/** Calls `stop` once: when `cancelled` fires, or now if it has. */
export function stopWhen(cancelled: AbortSignal, stop: () => void): void {
  if (cancelled.aborted) stop();
  else cancelled.addEventListener("abort", stop, { once: true });
}
