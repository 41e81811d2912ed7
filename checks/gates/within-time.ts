import { createContext, Script } from "node:vm";

const watched: { calculate?: () => unknown } = {};
const context = createContext(watched);
const script = new Script("calculate()");

/** A calculation took longer than it may. */
export class TookTooLong extends Error {}

/**
 * Runs a calculation that does not wait for anything, for at most so long. The only way to end one is `vm`'s: it is used
 * as a watch, not as a wall.
 * @throws TookTooLong
 */
export function withinTime<Result>(timeoutMs: number, calculation: () => Result): Result {
  watched.calculate = calculation;
  try {
    return script.runInContext(context, { timeout: timeoutMs });
  } catch (error) {
    // It is an error of the other context, so no `Error` of this one.
    if (Object(error).code !== "ERR_SCRIPT_EXECUTION_TIMEOUT") throw error;
    throw new TookTooLong(`more than ${timeoutMs} ms`);
  }
}
