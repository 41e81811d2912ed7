import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";
import { stackConfig } from "../../config/schema.ts";

const File = z.object({ config: z.record(z.string(), z.unknown()) });

/** A committed stack file, parsed as the program parses it. */
export function committedStack(name: "prod" | "staging") {
  const { config } = File.parse(parse(readFileSync(new URL(`../../Pulumi.${name}.yaml`, import.meta.url), "utf8")));
  const values = Object.entries(config).map(([key, value]) => [key.replace(/^cutover:/, ""), value]);
  return stackConfig.parse({ ...Object.fromEntries(values), secrets: undefined });
}
