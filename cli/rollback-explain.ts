import type { Command } from "commander";
import pc from "picocolors";
import { said } from "../release/subject/said.ts";
import { recorderOf } from "./recorder.ts";

interface Options {
  readonly stack?: string;
  readonly cause: string;
  readonly fix: string;
  readonly json: boolean;
}

/** Adds `cutover rollback explain` to the command line. */
export function registerExplain(rollback: Command): void {
  rollback
    .command("explain")
    .description("say why a rollback was needed and what was done about it; needed before the next promotion (S2.10)")
    .requiredOption("--cause <text>", "what was wrong")
    .requiredOption("--fix <text>", "what was done about it")
    .option("-s, --stack <name>", "the stack; else PULUMI_STACK, else prod")
    .option("--json", "what was recorded as JSON", false)
    .addHelpText(
      "after",
      `
Examples:
  $ npx cutover rollback explain --cause "a queue filled up" --fix "its consumers scale with its length"

Exit code: 0 recorded; 1 there is no rollback to explain, or the evidence cannot be reached; 2 it cannot be used.`,
    )
    .action(async (options: Options) => {
      process.exitCode = await explain(options);
    });
}

async function explain({ stack, json, ...given }: Options): Promise<number> {
  const recorder = await recorderOf(stack, process.env);
  try {
    const { cause, fix } = said(given);
    const rollback = (await recorder.events()).findLast(({ kind }) => kind === "rolled-back");
    if (!rollback) {
      process.stderr.write(`There is no rollback of ${recorder.rollout} to explain.\n`);
      return 1;
    }
    const event = await recorder.record({ kind: "explained", cause, fix });
    const line = `${pc.green("✓")} The rollback of ${rollback.at.toISOString()} is explained.\n`;
    process.stdout.write(json ? `${JSON.stringify(event, undefined, 2)}\n` : line);
    return 0;
  } finally {
    await recorder.close();
  }
}
