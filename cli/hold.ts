import type { Command } from "commander";
import pc from "picocolors";
import { remoteText } from "../checks/remote-text.ts";
import type { RolloutEvent } from "../release/evidence/evidence.ts";
import { said } from "../release/subject/said.ts";
import { recorderOf } from "./recorder.ts";

interface Options {
  readonly stack?: string;
  readonly reason?: string;
  readonly lift: boolean;
  readonly json: boolean;
}

/** Adds `cutover hold` to the command line. */
export function register(program: Command): void {
  program
    .command("hold")
    .description("freeze promotions, with a reason; rollbacks are not affected")
    .option("--reason <text>", "why; needed to hold, and welcome when lifting")
    .option("--lift", "allow promotions again", false)
    .option("-s, --stack <name>", "the stack; else PULUMI_STACK, else prod")
    .option("--json", "what was recorded as JSON", false)
    .addHelpText(
      "after",
      `
It holds until it is lifted, whoever runs pulumi up, and wherever. What a rollback holds is lifted by merging its pull
request and pulumi up, not by this.

Examples:
  $ npx cutover hold --reason "the database is being moved this week"
  $ npx cutover hold --lift

Exit code: 0 recorded, or nothing to lift; 1 the evidence cannot be reached; 2 it cannot be used.`,
    )
    .action(async (options: Options, command: Command) => {
      if (!options.lift && !options.reason?.trim()) command.error("error: --reason <text> is needed to hold");
      process.exitCode = await hold(options);
    });
}

async function hold({ stack, reason, lift, json }: Options): Promise<number> {
  const recorder = await recorderOf(stack, process.env);
  try {
    const why = reason === undefined ? undefined : said({ reason }).reason;
    const standing = heldBy(await recorder.events());
    if (lift && !standing) {
      process.stdout.write(json ? "null\n" : `Promotions of ${recorder.rollout} are not held.\n`);
      return 0;
    }
    const event = await recorder.record(
      lift ? { kind: "lifted", ...(why ? { reason: why } : {}) } : { kind: "held", reason: why ?? "" },
    );
    process.stdout.write(json ? `${JSON.stringify(event, undefined, 2)}\n` : told(event, recorder.rollout, standing));
    return 0;
  } finally {
    await recorder.close();
  }
}

type Held = Extract<RolloutEvent, { kind: "held" }>;

/** The hold that stands, if any. */
function heldBy(events: readonly RolloutEvent[]): Held | undefined {
  const last = events.findLast(({ kind }) => kind === "held" || kind === "lifted");
  return last?.kind === "held" ? last : undefined;
}

function told(event: RolloutEvent, rollout: string, before: Held | undefined): string {
  const done = pc.green("✓");
  const was = before
    ? ` (held since ${before.at.toISOString()} by ${remoteText(before.actor)}: ${remoteText(before.reason)})`
    : "";
  if (event.kind === "lifted") return `${done} Promotions of ${rollout} are allowed again${was}.\n`;
  return `${done} Promotions of ${rollout} are held${was}. Rollbacks are not affected.\n`;
}
