import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Command } from "commander";
import pc from "picocolors";
import { describeFaults } from "../config/errors.ts";
import type { Fault } from "../config/faults/fault.ts";
import { SCHEMA_FILE, schemaFiles, stackFileSchemaText } from "../config/json-schema.ts";
import { REFERENCE_FILE, withTables } from "../config/reference.ts";
import { checkStackFiles, type StackReport } from "../config/stack-files.ts";

interface CheckOptions {
  readonly stack?: string;
  readonly json: boolean;
  readonly strict: boolean;
}

/** `cutover config check` and `cutover config schema`. */
export function register(program: Command): void {
  const config = program.command("config").description("the configuration of the stacks, Pulumi.<stack>.yaml");

  config
    .command("check")
    .description("tell every fault of the stack files at once, without Pulumi and without a passphrase")
    .option("-s, --stack <name>", "only this stack; without it, every Pulumi.<stack>.yaml of this folder")
    .option("--strict", "a secret that is not set is a fault, not a warning", false)
    .option("--json", "as JSON", false)
    .addHelpText(
      "after",
      `
Examples:
  $ npx cutover config check                         every stack file of this folder
  $ npx cutover config check --stack prod --strict   before an update: secrets that are not set count, too

Exit code: 0 no faults, 1 faults, 2 there is no such file.`,
    )
    .action(({ stack, json, strict }: CheckOptions) => {
      const reports = checkStackFiles(process.cwd(), { strict, ...(stack !== undefined && { stack }) });
      process.stdout.write(json ? `${JSON.stringify({ stacks: reports }, null, 2)}\n` : reports.map(tell).join(""));
      process.exitCode = reports.every(({ valid }) => valid) ? 0 : 1;
    });

  config
    .command("schema")
    .description("print the JSON Schema of a stack file, for editors")
    .option("--write", `write it to ${SCHEMA_FILE} instead, and the tables of ${REFERENCE_FILE}`, false)
    .addHelpText("after", "\nExamples:\n  $ npx cutover config schema > /tmp/stack-config.schema.json")
    .action(({ write }: { write: boolean }) => {
      if (!write) return void process.stdout.write(stackFileSchemaText());
      for (const { file, text } of schemaFiles()) writeFileSync(inProject(file), text);
      writeFileSync(inProject(REFERENCE_FILE), withTables(readFileSync(inProject(REFERENCE_FILE), "utf8")));
      const written = [...schemaFiles().map(({ file }) => file), REFERENCE_FILE];
      process.stdout.write(`${written.join(", ")} written\n`);
    });
}

function inProject(file: string): string {
  return fileURLToPath(new URL(`../${file}`, import.meta.url));
}

/** What to type for each, and nothing else: a new stack has many of them. */
function tellUnset(file: string, warnings: readonly Fault[]): string {
  const commands = warnings.map(({ fix }) => `  ${fix}`);
  return [
    `${pc.yellow("!")} ${file}: secrets that are not set yet, each with the command that asks for it:`,
    ...commands,
  ].join("\n");
}

function tell({ file, valid, faults, warnings }: StackReport): string {
  const parts = [
    valid ? `${pc.green("✓")} ${file}` : `${pc.red("✗")} ${file}\n\n${describeFaults(faults)}\n`,
    ...(warnings.length > 0 ? [tellUnset(file, warnings)] : []),
  ];
  return `${parts.join("\n")}\n`;
}
