import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ConfigError } from "./errors.ts";
import { subjectOf } from "./faults/fault.ts";
import { schemaFor } from "./kinds.ts";
import { stackConfig } from "./schema.ts";
import { sectionsIn } from "./sections-in.ts";
import { checkStackFiles } from "./stack-files.ts";

/**
 * The sections of an app's stack as its file has them, by name without the namespace; without Pulumi and without the
 * passphrase, so what is encrypted stays so.
 * @throws ConfigError with every fault of the file, or because the stack is the repository's
 */
export function loadAppSections(project: string, stack: string): Readonly<Record<string, unknown>> {
  const faults = checkStackFiles(project, { stack }).flatMap((report) => report.faults);
  if (faults.length > 0) throw new ConfigError(faults);
  const { file } = subjectOf(stack);
  const sections = sectionsIn(readFileSync(join(project, file), "utf8"));
  if (schemaFor(sections) === stackConfig) return sections;
  const what = `${stack} is the stack of the repository's rules; expected the stack of an app.`;
  const fix = "name an app's stack, such as --stack prod";
  throw new ConfigError([{ code: "CONFIG_INVALID", path: "repository", what, where: file, fix }]);
}
