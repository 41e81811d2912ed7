import type { Command } from "commander";
import pc from "picocolors";
import { checkEvidence } from "../release/evidence/check.ts";
import { preflight } from "../release/preflight/preflight.ts";
import type { Prerequisite } from "../release/preflight/prerequisite.ts";
import { placeOf } from "../release/subject/place.ts";
import { openSubject } from "../release/subject/subject.ts";
import { interruptible } from "./interruptible.ts";

interface Options {
  readonly stack?: string;
  readonly json: boolean;
}

/** Adds `cutover preflight` to the command line. */
export function register(program: Command): void {
  program
    .command("preflight")
    .description("check every prerequisite of a rollout, and show them all (S2.1)")
    .option("-s, --stack <name>", "the stack; else PULUMI_STACK, else prod")
    .option("--json", "the prerequisites as JSON", false)
    .addHelpText("after", HELP)
    .action((options: Options) => interruptible((signal) => run(options, signal)));
}

const HELP = `
Changes nothing. Checked are: the columns that gates read, the API's health, the flag at Vercel, that gates and criteria
can be judged, deprecation headers, the evidence with its roles, that routing can be observed, that deployments take no
traffic by themselves, the zero twin, and that checkpoints run. What cannot be checked fails.

Examples:
  $ npx cutover preflight --stack prod
  $ npx cutover preflight --json | jq '.[] | select(.outcome == "fail")'

Exit code: 0 all as it should be, warnings included; 1 one is not; 2 the stack's file cannot be used; 130 interrupted.`;

const LONGEST_MS = 120_000;

async function run({ stack, json }: Options, interrupt: AbortSignal): Promise<number> {
  const { env, stdout, stderr } = process;
  const subject = await openSubject(placeOf(stack, env));
  try {
    if (stderr.isTTY && !json) stderr.write("Checking…\n");
    const { deploys, services, smokeChecks } = subject.config;
    const found = await preflight({
      ...subject,
      ...{ deploys, smokeChecks, healthPath: services.api.healthCheckPath },
      evidenceFaults: () => evidenceFaults(env),
      signal: AbortSignal.any([interrupt, AbortSignal.timeout(LONGEST_MS)]),
    });
    if (interrupt.aborted) return 130;
    stdout.write(json ? `${JSON.stringify(found, undefined, 2)}\n` : drawn(found));
    return found.some(({ outcome }) => outcome === "fail") ? 1 : 0;
  } finally {
    await subject.close();
  }
}

async function evidenceFaults(env: NodeJS.ProcessEnv): Promise<string[]> {
  const roles = await checkEvidence(env);
  return roles.flatMap(({ role, findings }) =>
    findings.filter(({ outcome }) => outcome === "wrong").map(({ what }) => `${role} ${what}`),
  );
}

function drawn(found: readonly Prerequisite[]): string {
  const marks = { pass: pc.green("✓"), fail: pc.red("✗"), warning: pc.yellow("!") };
  const lines = found.map(
    ({ name, outcome, observed, fix }) =>
      `${marks[outcome]} ${pc.bold(name)}: ${observed}\n${fix === undefined ? "" : `    fix: ${fix}\n`}`,
  );
  const failed = found.filter(({ outcome }) => outcome === "fail").length;
  const verdict = failed === 0 ? pc.green("Ready.") : pc.red(`${failed} of ${found.length} prerequisites are not met.`);
  return `${lines.join("")}${verdict}\n`;
}
