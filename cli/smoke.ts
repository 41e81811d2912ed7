import { readFile } from "node:fs/promises";
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { type Command, Option } from "commander";
import pc from "picocolors";
import { runSmokeChecks, type SmokeCheck, type SmokeResult, type SmokeWorld } from "../checks/smoke.ts";
import { parseSmokeList, SmokeListError } from "../checks/smoke-list.ts";
import { counted, failedLine, failureBlock, passedLine, seconds } from "../checks/smoke-report.ts";
import { SmokeSecrets } from "../checks/smoke-secrets.ts";

const VARIABLE = "CUTOVER_SMOKE_CHECKS";
const SECRETS = "CUTOVER_SMOKE_SECRETS";

/** Where the command reads and writes. */
export interface SmokeIo {
  readonly env: NodeJS.ProcessEnv;
  readonly stdout: Terminal;
  readonly stderr: Terminal;
  readonly world: SmokeWorld;
  readonly signal: AbortSignal;
}

interface Terminal {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

export interface SmokeOptions {
  readonly file?: string;
  readonly json?: boolean;
}

/** Adds `cutover smoke` to the command line. */
export function register(program: Command): void {
  program
    .command("smoke")
    .description("run smoke checks until each passes or its time runs out")
    .addOption(new Option("--file <path>", `read the JSON list from a file instead of ${VARIABLE}`))
    .addOption(new Option("--json", "print the verdicts as JSON"))
    .addHelpText("after", HELP)
    .action(async (options: SmokeOptions) => {
      const interrupt = new AbortController();
      const stop = (name: NodeJS.Signals) => interrupt.abort(name);
      for (const name of SIGNALS) process.once(name, stop);
      try {
        const { env, stdout, stderr } = process;
        process.exitCode = await smoke(options, { env, stdout, stderr, world: theWorld, signal: interrupt.signal });
      } finally {
        for (const name of SIGNALS) process.off(name, stop);
      }
    });
}

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

const HELP = `
The list is JSON:
  [{ "name": "backend is healthy", "url": "https://api.example.com/health",
     "request": { "method": "GET", "headers": { "accept": "application/json" } },
     "expect": { "status": 200, "body": { JSON Schema } },
     "timeout": "PT5S", "within": "PT60S", "covers": ["twin-brains-api"] }]

{ "secret": "NAME", "prefix": "Bearer " } stands for a secret in headers and in the body; ${SECRETS} holds the
values as JSON: { "NAME": "…" }. "afterwards": { "url", "expect", "within" } is asked after a pass; {name} in its url
is that member of the first answer.

Examples:
  $ npx cutover smoke --file checks.json
  $ npx cutover smoke --file checks.json --json

Exit code: 0 all passed, 1 one did not pass, 2 the list cannot be used, 130 interrupted.`;

/** The global fetch, looked up late: it honours proxy settings of the environment. */
const theWorld: SmokeWorld = {
  fetch: (url, init) => fetch(url, init),
  now: () => new Date(),
  elapsedMs: () => performance.now(),
  sleep: (ms, signal) => sleep(ms, undefined, signal ? { signal } : {}),
};

/**
 * Runs the checks and gives the exit code. What passed goes to stdout, in the same words in every run, because Pulumi
 * keeps it in state; times, warnings and failures go to stderr, the failures first.
 */
export async function smoke({ file, json = false }: SmokeOptions, io: SmokeIo): Promise<number> {
  const { stdout, stderr, world, signal } = io;
  let checks: SmokeCheck[];
  try {
    checks = await listOf(file, io.env);
  } catch (error) {
    if (!(error instanceof SmokeListError)) throw error;
    stderr.write(`${error.message}\n`);
    return 2;
  }

  const started = world.elapsedMs();
  let results: SmokeResult[];
  try {
    results = await runSmokeChecks(checks, world, { signal, progress: progressOn(stderr, json) });
  } catch (error) {
    if (!signal.aborted) throw error;
    stderr.write(`Interrupted after ${seconds(world.elapsedMs() - started)}: the smoke checks have no result.\n`);
    return 130;
  }
  if (json) stdout.write(`${JSON.stringify(results.map(plainResult), undefined, 2)}\n`);
  else tell(results, world.elapsedMs() - started, io);
  return results.every(({ passed }) => passed) ? 0 : 1;
}

async function listOf(file: string | undefined, env: NodeJS.ProcessEnv): Promise<SmokeCheck[]> {
  if (file !== undefined) {
    const text = await readFile(file, "utf8").catch((cause: Error) => {
      throw new SmokeListError(file, [cause.message]);
    });
    return parseSmokeList(text, file, secretsIn(env));
  }
  const text = env[VARIABLE];
  if (text === undefined)
    throw new SmokeListError(VARIABLE, ["it is not set; give a list there, or a file with --file"]);
  return parseSmokeList(text, VARIABLE, secretsIn(env));
}

/** @throws SmokeListError that shows nothing of what was given */
function secretsIn({ [SECRETS]: text = "{}" }: NodeJS.ProcessEnv): SmokeSecrets {
  try {
    return SmokeSecrets.parse(JSON.parse(text));
  } catch {
    throw new SmokeListError(SECRETS, ["it is not a JSON object of texts by name"]);
  }
}

function tell(results: readonly SmokeResult[], elapsedMs: number, { env, stdout, stderr }: SmokeIo): void {
  const out = colorsOf(stdout, env);
  const err = colorsOf(stderr, env);
  const failed = results.filter(({ passed }) => !passed);

  for (const result of failed) stderr.write(`${failedLine(result, err)}\n`);
  for (const result of failed) stderr.write(`\n${failureBlock(result, err)}\n`);
  if (failed.length)
    stderr.write("\nNothing was rolled back by this check. The checks run again with the next `pulumi up`.\n");
  for (const { verdict } of results)
    for (const warning of verdict.warnings) stderr.write(`${err.yellow("warning:")} ${verdict.name}: ${warning}\n`);
  for (const result of results) if (result.passed) stdout.write(`${passedLine(result, out)}\n`);
  const passed = results.length - failed.length;
  stderr.write(
    `${passed} of ${counted(results.length, "smoke check", "smoke checks")} passed in ${seconds(elapsedMs)}\n`,
  );
}

/** Only for someone who watches: elsewhere the first line is to be the one that matters. */
function progressOn(stderr: Terminal, json: boolean) {
  return (check: SmokeCheck, verdict: SmokeResult["verdict"], tries: number): void => {
    if (stderr.isTTY && !json)
      stderr.write(`${check.probe.name}: not yet, ${verdict.reason ?? verdict.observed} (try ${tries})\n`);
  };
}

const colorsOf = (stream: Terminal, env: NodeJS.ProcessEnv) =>
  pc.createColors(stream.isTTY === true && !env.NO_COLOR && env.TERM !== "dumb");

const plainResult = ({ check, passed, verdict, tries, elapsedMs, history }: SmokeResult) => ({
  ...verdict,
  passed,
  tries,
  elapsedMs: Math.round(elapsedMs),
  history,
  covers: check.covers,
});
