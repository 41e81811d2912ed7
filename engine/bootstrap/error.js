// @ts-check

/** The preparation cannot go on: what is wrong, where, and the ways there are. Printed without a stack. */
export class PrepareError extends Error {
  /**
   * @param {string} code stable, for scripts and tests
   * @param {{ what: string, where?: string, fixes: string[], cause?: unknown }} parts
   */
  constructor(code, { what, where, fixes, cause }) {
    const lines = [`${code}: ${what}`];
    if (where) lines.push(...where.split("\n").map((line) => `  ${line}`));
    if (fixes.length === 1) lines.push(`  fix: ${fixes[0]}`);
    else lines.push("  fix, any one of:", ...fixes.map((fix) => `    - ${fix}`));
    super(lines.join("\n"), { cause });
    this.name = "PrepareError";
    this.code = code;
  }
}

/**
 * The error for a folder that cannot be written to, or the error itself when it is another one.
 * @param {unknown} error
 * @param {string} folder
 * @param {string[]} fixes
 */
export function unwritable(error, folder, fixes) {
  const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);
  if (!["EACCES", "EPERM", "EROFS", "ENOTDIR", "EEXIST", "ENOSPC"].includes(code ?? "")) return error;
  return new PrepareError("FOLDER_UNWRITABLE", {
    what: `${folder} cannot be written to (${message})`,
    fixes,
    cause: error,
  });
}
