import pc from "picocolors";

/** Codes that say that what was typed, or a file that was named, cannot be used. */
const unusable = [
  "CONFIG_INVALID",
  "REQUEST_INVALID",
  "DATABASE_URL_INVALID",
  "VERCEL_API_TOKEN_MISSING",
  "VERCEL_BASE_URL_REFUSED",
  "PROJECTION_UNREADABLE",
  "ROLLBACK_NO_STEP",
  "ROLLBACK_UNKNOWN",
  "ROLLBACK_UP",
  "RULE_UNKNOWN",
  "STACK_FILE_NOT_DATA",
  "GITHUB_BASE_URL_REFUSED",
  "GITHUB_NOT_GIVEN",
  "STATE_UNREADABLE",
];

/**
 * Tells an error to the operator and gives the exit code: 2 for input that cannot be used, else 1. A mistake that carries
 * a `code` is told as it reads; anything else is a bug of ours and comes with its stack.
 */
export function reportError(error: unknown): number {
  const code = error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
  const { message, stack = message } = error instanceof Error ? error : new Error(String(error));
  const text = code === undefined ? `Unexpected failure of cutover itself:\n${stack}` : message;
  process.stderr.write(`${pc.red(text)}\n`);
  return code !== undefined && unusable.includes(code) ? 2 : 1;
}
