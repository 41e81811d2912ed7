/** The first line of what went wrong: errors of ours say in it what, and below it where and how to fix it. Not cleaned. */
export const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";
