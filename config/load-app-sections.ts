import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { ConfigError } from "./errors.ts";
import { subjectOf } from "./faults/fault.ts";
import { schemaFor } from "./kinds.ts";
import { stackConfig } from "./schema.ts";
import { sectionsOf } from "./section-data.ts";
import { checkStackFiles } from "./stack-files.ts";

const File = z.object({ config: z.record(z.string(), z.unknown()) });

/**
 * The sections of an app's stack as its file has them, by name without the namespace; without Pulumi and without the
 * passphrase, so what is encrypted stays so.
 * @throws ConfigError with every fault of the file, or because the stack is the repository's
 */
export function loadAppSections(project: string, stack: string): Readonly<Record<string, unknown>> {
  const faults = checkStackFiles(project, { stack }).flatMap((report) => report.faults);
  if (faults.length > 0) throw new ConfigError(faults);
  const { file } = subjectOf(stack);
  const { config } = File.parse(parse(readFileSync(join(project, file), "utf8"), { merge: true }));
  const sections = sectionsOf(config);
  if (schemaFor(sections) === stackConfig) return sections;
  const what = `${stack} is the stack of the repository's rules; expected the stack of an app.`;
  const fix = "name an app's stack, such as --stack prod";
  throw new ConfigError([{ code: "CONFIG_INVALID", path: "repository", what, where: file, fix }]);
}
