import type { Command } from "commander";
import pc from "picocolors";
import { remoteText } from "../checks/remote-text.ts";
import type { RolloutEvent } from "../release/evidence/evidence.ts";
import { said } from "../release/subject/said.ts";
import { recorderOf } from "./recorder.ts";

interface Options {
  readonly stack?: string;
  readonly json: boolean;
}

/** Adds `cutover complaint` to the command line. */
export function register(program: Command): void {
  const complaint = program
    .command("complaint")
    .description("what users said: evidence that gates and rollback criteria can ask for (S2.6, S2.11)");
  common(complaint.command("add").argument("<text>", "what was said; no personal data"))
    .description("record a complaint")
    .addHelpText(
      "after",
      `
Where cutover:rollout.rollbackWhen asks for complaints, as the ready set full-pass does, the next checkpoint takes users
back because of it.

Examples:
  $ npx cutover complaint add "import of a 2 GB export never ended"

Exit code: 0 recorded; 1 the evidence cannot be reached; 2 it cannot be used.`,
    )
    .action(async (text: string, options: Options) => {
      process.exitCode = await add(text, options);
    });
  common(complaint.command("list"))
    .description("show the recorded complaints, the newest last")
    .action(async (options: Options) => {
      process.exitCode = await list(options);
    });
}

const common = (command: Command): Command =>
  command
    .option("-s, --stack <name>", "the stack; else PULUMI_STACK, else prod")
    .option("--json", "as JSON, and nothing else on standard output", false);

async function add(given: string, { stack, json }: Options): Promise<number> {
  const recorder = await recorderOf(stack, process.env);
  try {
    const { complaint: text } = said({ complaint: given });
    const event = await recorder.record({ kind: "complaint", text });
    const line = `${pc.green("✓")} Recorded for ${recorder.rollout} at ${event.at.toISOString()}.\n`;
    process.stdout.write(json ? `${JSON.stringify(event, undefined, 2)}\n` : line);
    return 0;
  } finally {
    await recorder.close();
  }
}

async function list({ stack, json }: Options): Promise<number> {
  const recorder = await recorderOf(stack, process.env);
  try {
    const all = (await recorder.events()).filter((event) => event.kind === "complaint");
    if (json) process.stdout.write(`${JSON.stringify(all, undefined, 2)}\n`);
    else
      process.stdout.write(all.length > 0 ? all.map(line).join("") : `Nobody complained about ${recorder.rollout}.\n`);
    return 0;
  } finally {
    await recorder.close();
  }
}

const line = ({ at, actor, text }: Extract<RolloutEvent, { kind: "complaint" }>): string =>
  `${at.toISOString()}  ${remoteText(actor, { longest: 30 })}  ${remoteText(text, { longest: 300 })}\n`;
