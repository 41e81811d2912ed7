/** Format, lint and types, side by side; all findings of all are shown. `--fix` formats and applies safe fixes first. */
import { execa } from "execa";

const fix = process.argv.includes("--fix");
const run = (command: string, args: string[]) => execa(command, args, { preferLocal: true, reject: false, all: true });

const results = await Promise.all([
  run("biome", fix ? ["check", "--write", "."] : ["ci", "--error-on-warnings", "."]),
  run("tsc", ["-p", "tsconfig.check.json"]),
]);
for (const { all } of results) if (all) process.stdout.write(`${all}\n`);
process.exitCode = results.every(({ exitCode }) => exitCode === 0) ? 0 : 1;
