import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { ConfigError } from "./errors.ts";
import { subjectOf } from "./faults/fault.ts";
import { type ReleaseGate, releaseGates } from "./release-gates.ts";
import { checkStackFiles } from "./stack-files.ts";

const File = z.object({ config: z.object({ "cutover:releaseGates": releaseGates }) });

/**
 * The gates that a stack's file declares, without Pulumi and without its passphrase: they are known before any engine runs.
 * @throws ConfigError with every fault of the file
 */
export function loadReleaseGates(project: string, stack: string): ReleaseGate[] {
  const faults = checkStackFiles(project, { stack }).flatMap((report) => report.faults);
  if (faults.length > 0) throw new ConfigError(faults);
  const text = readFileSync(join(project, subjectOf(stack).file), "utf8");
  return File.parse(parse(text, { merge: true })).config["cutover:releaseGates"];
}
