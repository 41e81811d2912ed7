import { type Command, InvalidArgumentError } from "commander";
import { rolloutOf } from "../release/rollback/report.ts";
import { rollBack } from "../release/rollback/roll-back.ts";
import { type RollbackTarget, rollbackTarget } from "../release/rollback/target.ts";
import type { Site } from "../release/site/site.ts";
import { openSite } from "../release/site/vercel-site.ts";
import { authorOf } from "../release/subject/author.ts";
import { evidenceIn } from "../release/subject/evidence-in.ts";
import { placeOf } from "../release/subject/place.ts";
import { interruptible } from "./interruptible.ts";
import { remembered, summariseText } from "./job-summary.ts";
import { registerExplain } from "./rollback-explain.ts";
import { byHand, exitCodeOf, tellReport, tellTruth } from "./rollback-report.ts";

interface Options {
  readonly stack?: string;
  readonly to: number;
  readonly reason?: string;
  readonly json: boolean;
}

/** Adds `cutover rollback` to the command line. */
export function register(program: Command): void {
  const rollback = program
    .command("rollback")
    .description("take users back to 0 %, or to an earlier step, at once (S2.10)")
    .enablePositionalOptions()
    .option("-s, --stack <name>", "the stack; else PULUMI_STACK, else prod")
    .option("--to <percent>", "0, or an earlier step of the ladder", percent, 0)
    .option("--reason <text>", "why; not needed, and asked for afterwards")
    .option("--json", "the outcome as JSON, and nothing else on standard output", false)
    .addHelpText("after", HELP)
    .action((options: Options) => interruptible((signal) => run(options, signal)));
  registerExplain(rollback);
}

const HELP = `
Needs VERCEL_API_TOKEN and the stack's file, and nothing else: neither Pulumi's state nor the evidence, GitHub, Render or
anybody's approval. It sets the flag at Vercel, which stops promotions, and gives production's domains to the build with
that percent. Then, as far as they can be reached, it records the rollback (CUTOVER_DATABASE_URL) and opens the pull
request that lowers the percent in Git (GITHUB_TOKEN). What it cannot do is tried again by the next command.
Backends on Render stay as they are. It may be run twice, also at once.

Examples:
  $ npx cutover rollback                           to 0 %
  $ npx cutover rollback --to 10 --reason "slower than before"
  $ npx cutover rollback explain --cause "a queue filled up" --fix "its consumers scale now"

Exit code: 0 users are back, also where recording it failed; 1 they are not, or not as they should be; 2 the stack's file,
the token or the percent cannot be used; 130 interrupted.`;

function percent(text: string): number {
  if (/^(100|\d{1,2})$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Expected a whole number from 0 to 100.");
}

async function run({ stack, to, reason, json }: Options, signal: AbortSignal): Promise<number> {
  const { env, stdout, stderr } = process;
  const tell = (line: string) => void (json || stderr.write(`  ${line}\n`));
  const place = placeOf(stack, env);
  const target = await rollbackTarget(place);
  const evidence = evidenceIn(env, rolloutOf(target));
  let site: Site | undefined;
  try {
    site = siteOf(target, env);
    const author = () => authorOf(target.project, env);
    const order = { to, automatic: false, ...(reason === undefined ? {} : { reason }) };
    const report = await rollBack(order, { target, site, evidence, author, env, signal, tell });
    if (json) stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
    else {
      const told = remembered({ stdout, stderr });
      tellReport(report, target, told);
      await summariseText(`The rollback of ${target.stack} to ${to} %`, told.said());
    }
    return signal.aborted ? 130 : exitCodeOf(report);
  } catch (error) {
    if (signal.aborted && site) {
      await tellTruth(site, target, to, stderr);
      return 130;
    }
    if (!refusals.includes(codeOf(error))) stderr.write(byHand(target, to));
    throw error;
  } finally {
    await evidence.close().catch(() => {});
  }
}

const siteOf = ({ team, frontend, flag }: RollbackTarget, env: NodeJS.ProcessEnv): Site =>
  openSite({ token: env.VERCEL_API_TOKEN, baseUrl: env.VERCEL_BASE_URL, team, project: frontend, flag });

/** Nothing was tried. */
const refusals = ["ROLLBACK_NO_STEP", "ROLLBACK_UNKNOWN", "ROLLBACK_UP"];

const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
