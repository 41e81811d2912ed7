/**
 * Runs with a signal that Ctrl-C aborts, and leaves the run's result as the exit code. The run ends by itself then, to say
 * what is done and what is not; a second Ctrl-C ends the process.
 */
export async function interruptible(run: (signal: AbortSignal) => Promise<number>): Promise<void> {
  const interrupt = new AbortController();
  const stop = () => {
    if (interrupt.signal.aborted) process.exit(130);
    interrupt.abort(new Error("interrupted"));
  };
  process.on("SIGINT", stop).on("SIGTERM", stop);
  try {
    process.exitCode = await run(interrupt.signal);
  } finally {
    process.off("SIGINT", stop).off("SIGTERM", stop);
  }
}
