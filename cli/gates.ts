import { fileURLToPath } from "node:url";
import type { Command } from "commander";
import { Listr } from "listr2";
import pc from "picocolors";
import { type CommandVerdict, probeCommand } from "../checks/command.ts";
import { loadReleaseGates } from "../config/load-release-gates.ts";
import type { ReleaseGate } from "../config/release-gates.ts";

const root = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");

interface Options {
  readonly stack: string;
  readonly only: readonly string[];
  readonly list: boolean;
  readonly json: boolean;
}

/** Adds `cutover gates` to the command line. */
export function register(program: Command): void {
  program
    .command("gates")
    .description("run a stack's release gates: tests and regression runs that a release needs (S1.4)")
    .option("-s, --stack <name>", "the stack whose gates they are", "prod")
    .option("--only <name...>", "only the gates of these names", [])
    .option("--list", "show the gates and run none", false)
    .option("--json", "the verdicts as JSON, and nothing else on standard output", false)
    .addHelpText(
      "after",
      `
Examples:
  $ npx cutover gates --stack prod
  $ npx cutover gates --only "backend tests" "persona regression"
  $ npx cutover gates --list

Every gate runs, also after one that did not pass. A verdict of inconclusive is no pass.
Exit code: 0 all passed, 1 one did not pass, 2 the gates cannot be read, 130 interrupted.`,
    )
    .action(async (options: Options) => {
      const interrupt = new AbortController();
      const stop = () => interrupt.abort();
      process.on("SIGINT", stop).on("SIGTERM", stop);
      try {
        process.exitCode = await gates(options, interrupt.signal);
      } finally {
        process.off("SIGINT", stop).off("SIGTERM", stop);
      }
    });
}

async function gates({ stack, only, list, json }: Options, signal: AbortSignal): Promise<number> {
  const declared = loadReleaseGates(root, stack);
  const unknown = only.filter((name) => !declared.some((gate) => gate.name === name));
  if (unknown.length > 0) {
    tellUnknown(unknown, declared, stack);
    return 2;
  }
  const chosen = only.length > 0 ? declared.filter(({ name }) => only.includes(name)) : declared;
  if (list) {
    const lines = chosen.map(({ name, run, directory = "." }) => `${name}\n  ${directory}$ ${run.join(" ")}\n`);
    process.stdout.write(json ? `${JSON.stringify(chosen, null, 2)}\n` : lines.join(""));
    return 0;
  }
  if (chosen.length === 0) process.stderr.write(`Stack ${stack} declares no release gates (cutover:releaseGates).\n`);
  const verdicts: CommandVerdict[] = [];
  const tasks = chosen.map((gate) => ({
    title: gate.name,
    task: async (_: unknown, task: { output: string }) => {
      const onLine = (line: string) => {
        task.output = line;
      };
      const world = { root, env: process.env, now: () => new Date(), onLine };
      const verdict = await probeCommand(gate, world, signal);
      verdicts.push(verdict);
      if (verdict.outcome !== "pass") throw new Error(`${gate.name}: ${whyOf(verdict)}`);
    },
  }));
  const renderer = json ? "silent" : process.stderr.isTTY ? "default" : "simple";
  await new Listr(tasks, { renderer, exitOnError: false, collectErrors: false }).run();
  if (signal.aborted) {
    process.stderr.write("Interrupted: the gates have no result.\n");
    return 130;
  }
  if (json) process.stdout.write(`${JSON.stringify(verdicts, null, 2)}\n`);
  else process.stdout.write(verdicts.map(told).join(""));
  return verdicts.every(({ outcome }) => outcome === "pass") ? 0 : 1;
}

function tellUnknown(unknown: readonly string[], declared: readonly ReleaseGate[], stack: string): void {
  const quoted = (names: readonly string[]) => names.map((name) => JSON.stringify(name)).join(", ") || "none";
  process.stderr.write(
    `GATE_UNKNOWN: stack ${stack} has no gate ${quoted(unknown)}; it has ${quoted(declared.map(({ name }) => name))}.\n` +
      `  at cutover:releaseGates of Pulumi.${stack}.yaml\n  fix: npx cutover gates --stack ${stack} --list\n`,
  );
}

function whyOf({ outcome, differences, reason, observed }: CommandVerdict): string {
  const [first] = differences;
  const why = first ? `${first.at} is ${first.observed}, expected ${first.expected}` : (reason ?? observed);
  return outcome === "inconclusive" ? `inconclusive, ${why}` : why;
}

function told(verdict: CommandVerdict): string {
  const { name, outcome, request, differences, lastLines } = verdict;
  if (outcome === "pass") return `${pc.green("✓")} ${name}\n`;
  const lines = [
    ...differences.map(({ at, observed, expected }) => `${at} is ${observed}, expected ${expected}`),
    ...(differences.length > 0 ? [] : [whyOf(verdict)]),
    `$ ${request}`,
    ...lastLines.map((line) => `| ${line}`),
  ];
  return `${pc.red(outcome === "fail" ? "✗" : "?")} ${name}\n${lines.map((line) => `    ${line}\n`).join("")}`;
}
