import { ConfigError } from "../config/errors.ts";
import { checkStackFiles } from "../config/stack-files.ts";

/** A world cannot be made for a stack file with faults. @throws {ConfigError} that tells them all. */
export function expectUsable(project: string, stack: string): void {
  const faults = checkStackFiles(project, { stack }).flatMap((report) => report.faults);
  if (faults.length > 0) throw new ConfigError(faults);
}
