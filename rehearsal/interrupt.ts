export interface Interrupt {
  readonly signal: AbortSignal;
  /** Resolves at the interruption. */
  readonly happened: Promise<void>;
  /** Interrupts from within. */
  readonly abort: () => void;
  /** Lets signals through again. */
  dispose(): void;
}

/** npm hands on what its child has got from the terminal already: what comes this soon is the same signal. */
const echoMs = 1000;

/**
 * Turns the first SIGINT or SIGTERM into an abort; everything then ends in order. A later one ends this process where it
 * stands: whoever presses Ctrl-C again no longer wants to wait.
 */
export function onInterrupt(): Interrupt {
  const controller = new AbortController();
  const happened = new Promise<void>((resolve) => {
    controller.signal.addEventListener("abort", () => resolve());
  });
  let abortedAt: number | undefined;
  const abort = () => {
    abortedAt ??= performance.now();
    if (performance.now() - abortedAt > echoMs) process.exit(130);
    controller.abort();
  };
  process.on("SIGINT", abort).on("SIGTERM", abort);
  return {
    signal: controller.signal,
    happened,
    abort,
    dispose: () => {
      process.off("SIGINT", abort).off("SIGTERM", abort);
    },
  };
}
