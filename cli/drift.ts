import type { Command } from "commander";
import pc from "picocolors";
import { placeOf } from "../release/subject/place.ts";
import { stackText } from "../release/subject/stack-text.ts";
import { interruptible } from "./interruptible.ts";
import { reportInJob, summariseText } from "./job-summary.ts";
import { masker } from "./preview-masked.ts";

interface Options {
  readonly stack?: string;
  readonly json: boolean;
}

/** Adds `cutover drift` to the command line. */
export function register(program: Command): void {
  program
    .command("drift")
    .description("what somebody changed by hand at the vendors, or took away")
    .option("-s, --stack <name>", "the stack; else PULUMI_STACK, else prod")
    .option("--json", "the changes as JSON", false)
    .addHelpText(
      "after",
      `
Each resource is read at its vendor and held against Pulumi's state; nothing is written, and no lock is taken. What is
merged and not deployed yet is no drift. Values of secrets are not shown.

Examples:
  $ npx cutover drift --stack prod
  $ npx cutover drift --json | jq -r '.changes[].name'

Exit code: 0 nothing differs, 1 something does, 2 what was given cannot be used, 3 it could not be found out.`,
    )
    .action((options: Options) => interruptible((signal) => drift(options, signal)));
}

async function drift({ stack, json }: Options, signal: AbortSignal): Promise<number> {
  const { env, stdout, stderr } = process;
  const place = placeOf(stack, env);
  const title = `Drift of ${place.stack}`;
  try {
    await stackText(place);
    if (stderr.isTTY) stderr.write(`Reading ${place.stack} at its vendors…\n`);
    const { driftOf } = await import("../review/drift/drift.ts");
    const found = await driftOf({ ...place, signal });
    const { drawDrift } = await import("../review/drift/text.ts");
    const told = drawDrift(found, pc);
    stdout.write(json ? `${JSON.stringify(found, undefined, 2)}\n` : told);
    await summariseText(title, told);
    return found.changes.length > 0 ? 1 : 0;
  } catch (error) {
    if (signal.aborted) return 130;
    if (error instanceof Error) error.message = masker(env)(error.message);
    return (await reportInJob(title, error)) === 2 ? 2 : 3;
  }
}
