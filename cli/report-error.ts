import pc from "picocolors";
import { ConfigError } from "../config/errors.ts";

/**
 * Tells an error to the operator and gives the exit code: 2 for a stack file that cannot be used, else 1. A mistake that carries a `code` is told as it reads; anything
 * else is a bug of ours and comes with its stack.
 */
export function reportError(error: unknown): number {
  const known = error instanceof Error && "code" in error && typeof error.code === "string";
  const text = known ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`${pc.red(known ? text : `Unexpected failure of cutover itself:\n${text}`)}\n`);
  return error instanceof ConfigError ? 2 : 1;
}
