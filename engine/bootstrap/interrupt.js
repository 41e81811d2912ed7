// @ts-check

/** Signals by which a person or a machine ends a command. */
export const endingSignals = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]);

/** @type {Set<() => unknown>} */
const cleanups = new Set();
let ending = false;

/**
 * Has `cleanup` run when this process is told to end; afterwards the process ends by that same signal, so that
 * whoever started it sees what happened. Later registrations are cleaned up first.
 * @param {() => unknown} cleanup
 * @returns {() => void} takes the registration back
 */
export function onInterrupt(cleanup) {
  if (cleanups.size === 0) for (const signal of endingSignals) process.on(signal, end);
  cleanups.add(cleanup);
  return () => {
    cleanups.delete(cleanup);
    if (cleanups.size === 0 && !ending) for (const signal of endingSignals) process.off(signal, end);
  };
}

/** @param {NodeJS.Signals} signal */
async function end(signal) {
  if (ending) return;
  ending = true;
  for (const cleanup of [...cleanups].reverse()) {
    try {
      await cleanup();
    } catch (error) {
      process.stderr.write(`cleaning up after ${signal} failed: ${error instanceof Error ? error.message : error}\n`);
    }
  }
  for (const each of endingSignals) process.off(each, end);
  process.kill(process.pid, signal);
}
