import type { Command } from "commander";
import pc from "picocolors";
import { type EngineReport, examineEngine } from "../engine/report.ts";

/** `cutover engine doctor`: which engine is used, why, and why not the others. */
export function register(program: Command): void {
  program
    .command("engine")
    .description("the Pulumi engine of this machine")
    .command("doctor")
    .description(
      "print which Pulumi engine is used and why, and what else was looked at; exit code 0 when one is usable",
    )
    .option("--json", "as JSON", false)
    .addHelpText("after", "\nExamples:\n  $ npx cutover engine doctor\n  $ npx cutover engine doctor --json")
    .action(({ json }: { json: boolean }) => {
      const report = examineEngine(process.env);
      process.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : tell(report));
      process.exitCode = report.choice ? 0 : 1;
    });
}

function tell({ choice, candidates, node, go, engineFolder, forced, oldest, fixes }: EngineReport): string {
  const row = (name: string, ...values: string[]) => `${pc.dim(name.padEnd(14))}${values.join("\n".padEnd(15))}`;
  const lines = [
    choice
      ? row("engine", `${pc.bold(`Pulumi ${choice.version}`)}  ${choice.pulumi}`, choice.why)
      : row("engine", pc.red("none is usable yet"), ...fixes.map((fix) => `- ${fix}`)),
    ...(choice ? [row("language host", `${choice.languageHost}${choice.ownHost ? " (this project's)" : ""}`)] : []),
    row("node", `${node.version}  ${node.file}`),
    row("go", "problem" in go ? go.problem : `${go.version}  ${go.file}`),
    row("kept engines", `${engineFolder}${process.env.CUTOVER_ENGINE_DIR ? " (CUTOVER_ENGINE_DIR)" : ""}`),
    ...(forced ? [row("forced", `CUTOVER_ENGINE=${forced}`)] : []),
    "",
    `Looked at, in order of preference (Pulumi ${oldest} or newer is needed):`,
    ...candidates.map(({ way, pulumi, version, usable, reason }) => {
      const mark = pulumi === choice?.pulumi ? pc.green("→") : usable ? "✓" : pc.dim("✗");
      return `${mark} ${way.padEnd(5)}${(version ?? "").padEnd(9)}${pulumi}\n  ${pc.dim(reason)}`;
    }),
  ];
  return `${lines.join("\n")}\n`;
}
