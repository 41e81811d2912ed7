import { type Command, InvalidArgumentError, Option } from "commander";
import pc from "picocolors";
import { firstLine } from "../checks/first-line.ts";
import { durationMs } from "../config/duration.ts";
import type { Act } from "../release/checkpoint/act.ts";
import { runCheckpoint } from "../release/checkpoint/checkpoint.ts";
import { exitCodeOf } from "../release/checkpoint/report.ts";
import { annotations, type Line, reportLines } from "../release/checkpoint/words.ts";
import { rollBack } from "../release/rollback/roll-back.ts";
import { flushJournal } from "../release/rollback/settle.ts";
import { rollbackTarget } from "../release/rollback/target.ts";
import { placeOf } from "../release/subject/place.ts";
import type { StackPlace } from "../release/subject/stack-text.ts";
import { openSubject, type Subject } from "../release/subject/subject.ts";
import { interruptible } from "./interruptible.ts";
import { summariseText } from "./job-summary.ts";

interface Options {
  readonly stack?: string;
  readonly act: boolean;
  readonly json: boolean;
  readonly timeout: number;
}

/** Adds `cutover checkpoint` to the command line. */
export function register(program: Command): void {
  program
    .command("checkpoint")
    .description("record evidence of a rollout, and roll back when a criterion is met; for a schedule (S2.5, S2.11)")
    .option("-s, --stack <name>", "the stack; else PULUMI_STACK, else prod")
    .option("--act", "roll back by itself when a criterion of cutover:rollout.rollbackWhen is met", false)
    .addOption(
      new Option("--timeout <duration>", "the longest that measuring may take")
        .argParser(timeoutMs)
        .default(120_000, "PT2M"),
    )
    .option("--json", "the run as JSON, and nothing else on standard output", false)
    .addHelpText("after", HELP)
    .action((options: Options) => interruptible((signal) => checkpoint(options, signal)));
}

const HELP = `
Runs every cutover:rollout.watchEvery (five minutes), from a scheduled workflow or a cron job: docs/checkpoints.md.
It may run twice at once and be stopped at any time; each moment leaves one row. It reads VERCEL_API_TOKEN,
CUTOVER_DATABASE_URL, CUTOVER_GATES_DATABASE_URL and RENDER_API_KEY; with --act, GITHUB_TOKEN for the pull request.

Examples:
  $ npx cutover checkpoint --stack prod --act
  $ npx cutover checkpoint --json

Exit code: 0 nothing is wrong, too few samples included; 1 a gate failed, it was rolled back, or somebody should look;
2 a gate or the stack's file is declared wrongly; 3 something could not be reached, so nobody knows; 130 interrupted.`;

function timeoutMs(text: string): number {
  try {
    return durationMs(text);
  } catch {
    throw new InvalidArgumentError("Expected an ISO 8601 duration, such as PT2M.");
  }
}

async function checkpoint({ stack, act, json, timeout }: Options, interrupt: AbortSignal): Promise<number> {
  const { env, stdout, stderr } = process;
  const tell = (line: string) => void (json || stderr.write(`  ${line}\n`));
  const place = placeOf(stack, env);
  const subject = await openSubject(place);
  const limit = AbortSignal.timeout(timeout);
  try {
    if (stderr.isTTY && !json) stderr.write("Asking Vercel, the evidence and the gates…\n");
    await flushEarlier(place, subject, tell);
    const report = await runCheckpoint(subject, {
      act: act ? actFor(place, subject, interrupt, tell) : undefined,
      signal: AbortSignal.any([interrupt, limit]),
    });
    if (json) stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
    else stdout.write(drawnLines(report));
    await summariseText(`The checkpoint of ${place.stack}`, drawnLines(report));
    if (env.GITHUB_ACTIONS === "true")
      for (const line of annotations(report)) (json ? stderr : stdout).write(`${line}\n`);
    return interrupt.aborted ? 130 : exitCodeOf(report);
  } catch (error) {
    if (interrupt.aborted) return stopped(stderr, "Interrupted", 130);
    if (limit.aborted) return stopped(stderr, `CHECKPOINT_TIMED_OUT: it took longer than ${timeout / 1000} s`, 3);
    throw error;
  } finally {
    await subject.close();
  }
}

const drawnLines = (report: Parameters<typeof reportLines>[0]): string =>
  reportLines(report)
    .map((line) => `${drawn(line)}\n`)
    .join("");

function stopped(stderr: { write(text: string): unknown }, why: string, code: number): number {
  stderr.write(`${why}: this run recorded nothing and rolled nothing back. The next one does.\n`);
  return code;
}

/** What a rollback on this machine could not record, such as with the database down. */
async function flushEarlier(
  place: StackPlace,
  { evidence, site }: Subject,
  tell: (line: string) => void,
): Promise<void> {
  const signal = AbortSignal.timeout(30_000);
  try {
    const { done } = await flushJournal({
      target: await rollbackTarget(place),
      site,
      evidence,
      env: place.env,
      signal,
    });
    for (const line of done) tell(`from an earlier rollback: ${line}`);
  } catch (error) {
    tell(`what an earlier rollback left could not be done: ${firstLine(error)}`);
  }
}

/** A rollback by a criterion: not bounded by the time that measuring may take. */
function actFor(
  place: StackPlace,
  { site, evidence, author }: Subject,
  signal: AbortSignal,
  tell: (line: string) => void,
): Act {
  return async ({ reason, incident }) => {
    const target = await rollbackTarget(place);
    const parts = { target, site, evidence, author: async () => author, env: place.env, signal, tell };
    const { back, already, done, left, serving } = await rollBack({ to: 0, automatic: true, reason, incident }, parts);
    if (!back) throw new Error("Vercel does not say that users are back");
    return [
      already ? "users had 0 % already" : `users have 0 %${serving ? `: production is ${serving.id}` : ""}`,
      ...done,
      ...left.map((line) => `not done: ${line}`),
    ];
  };
}

const signs = { good: pc.green("✓"), bad: pc.red("✗"), unsure: pc.yellow("?"), plain: " " } as const;
const drawn = ({ tone, text }: Line): string => `${signs[tone]} ${text}`;
