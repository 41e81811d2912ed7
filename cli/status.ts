import { writeFile } from "node:fs/promises";
import type { Command } from "commander";
import pc from "picocolors";
import { Journal } from "../release/rollback/journal.ts";
import { takeStatus } from "../release/status/take-status.ts";
import { drawStatus } from "../release/status/terminal.ts";
import { placeOf } from "../release/subject/place.ts";
import { openSubject } from "../release/subject/subject.ts";
import { interruptible } from "./interruptible.ts";

interface Options {
  readonly stack?: string;
  readonly json: boolean;
  readonly recorded: boolean;
  readonly html?: string;
}

/** Adds `cutover status` to the command line. */
export function register(program: Command): void {
  program
    .command("status")
    .description("where a rollout stands: ladder, dwell, gates, what keeps the next step from opening")
    .option("-s, --stack <name>", "the stack; else PULUMI_STACK, else prod")
    .option("--recorded", "gates as the last checkpoint recorded them; asks nothing but Vercel and the evidence", false)
    .option("--html <file>", "write it as one page with charts, for a browser")
    .option("--json", "as JSON; release/status/status.ts says what each field is", false)
    .addHelpText("after", HELP)
    .action((options: Options) => interruptible((signal) => status(options, signal)));
}

const HELP = `
Changes nothing. What a source does not tell is named, and the rest is shown. It reads VERCEL_API_TOKEN,
CUTOVER_DATABASE_URL, CUTOVER_GATES_DATABASE_URL and RENDER_API_KEY.

Examples:
  $ npx cutover status --stack prod
  $ npx cutover status --html status.html
  $ npx cutover status --json | jq .next.obstacles

Exit code: 0 shown, also where something is not known; 2 the stack's file cannot be used; 130 interrupted.`;

/** How long gates may take together before the status is shown without them. */
const LONGEST_MS = 90_000;

async function status({ stack, json, recorded, html }: Options, interrupt: AbortSignal): Promise<number> {
  const { env, stdout, stderr } = process;
  const place = placeOf(stack, env);
  const subject = await openSubject(place);
  try {
    if (stderr.isTTY && !recorded) stderr.write("Asking Vercel, the evidence and the gates…\n");
    const taken = await takeStatus({
      ...subject,
      journal: await left(subject.home, subject.rollout),
      live: !recorded,
      signal: AbortSignal.any([interrupt, AbortSignal.timeout(LONGEST_MS)]),
    });
    if (interrupt.aborted) return 130;
    if (html !== undefined) {
      const { statusPage } = await import("../release/status/page.ts");
      await writeFile(html, await statusPage(taken)).catch((error: Error) => notWritten(html, error));
      stderr.write(`Written: ${html}\n`);
    }
    if (json) stdout.write(`${JSON.stringify(taken, undefined, 2)}\n`);
    else if (html === undefined) stdout.write(drawStatus(taken, stdout.columns ?? 100, pc));
    return 0;
  } finally {
    await subject.close();
  }
}

function notWritten(file: string, { message }: Error): never {
  const error = new Error(
    `PAGE_NOT_WRITTEN: ${message}\n  at --html ${file}\n  fix: npx cutover status --html status.html`,
  );
  throw Object.assign(error, { code: "PAGE_NOT_WRITTEN" });
}

/** What rollbacks on this machine could not do yet. */
async function left(home: string, rollout: string): Promise<string[]> {
  const entries = await new Journal(home, rollout).entries();
  return entries.flatMap(({ tasks }) =>
    tasks.map((one) =>
      one.task === "record"
        ? `the ${one.fact.kind === "rolled-back" ? "rollback" : "pull request"} is not in the evidence: npx cutover checkpoint`
        : `the pull request that lowers the percent to ${one.lowering.to.percent} is not opened: npx cutover checkpoint`,
    ),
  );
}
