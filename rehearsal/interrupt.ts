export interface Interrupt {
  readonly signal: AbortSignal;
  /** Resolves at the interruption. */
  readonly happened: Promise<void>;
  /** Interrupts from within. */
  readonly abort: () => void;
  /** Lets signals through again. */
  dispose(): void;
}

/** Turns the first SIGINT or SIGTERM into an abort; everything then ends in order. */
export function onInterrupt(): Interrupt {
  const controller = new AbortController();
  const happened = new Promise<void>((resolve) => {
    controller.signal.addEventListener("abort", () => resolve());
  });
  const abort = () => controller.abort();
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
