import { join, relative } from "node:path";
import pc from "picocolors";
import { ConfigError } from "../config/errors.ts";
import { checkStackFiles } from "../config/stack-files.ts";
import { engineEnvironment } from "../engine/environment.ts";
import { interfering } from "./environment.ts";
import { forget, keep, keptEnvironment } from "./kept.ts";
import { openRehearsal, type Rehearsal } from "./open.ts";
import { firstRollout } from "./story/first-rollout.ts";
import { type StoryReport, summaryTable, writeReport } from "./story/report.ts";
import { tell } from "./story/tell.ts";

interface Options {
  readonly project: string;
  readonly stack: string;
}

/** Runs the story in a world of its own and writes the reports. @returns the exit code: 0, 1 on a failed step, 130 on Ctrl-C. */
export async function tellStory({ project, stack, json }: Options & { json: boolean }): Promise<number> {
  expectUsable(project, stack);
  const interrupted = onInterrupt();
  const [startedAt, started] = [new Date().toISOString(), performance.now()];
  let rehearsal: Rehearsal | undefined;
  try {
    const told = await tell(
      async (onLine) => {
        const said: string[] = [];
        const hear = (line: string) => {
          said.push(line);
          onLine(line);
        };
        rehearsal = await openRehearsal({ project, stack, onLine: hear, signal: interrupted.signal });
        return { ...rehearsal, stack, said };
      },
      firstRollout,
      { quiet: json },
    );
    const { choice } = engineEnvironment(process.env);
    const durationMs = Math.round(performance.now() - started);
    const report: StoryReport = {
      stack,
      startedAt,
      durationMs,
      engine: `Pulumi ${choice.version} (${choice.why})`,
      steps: told.steps,
    };
    const folder = join(project, ".cutover");
    await writeReport(folder, report);

    if (json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
    else
      process.stdout.write(
        `\n${summaryTable(report)}\n\nReports: ${relative(process.cwd(), folder)}/report.md, report.json\n`,
      );
    if (told.error === undefined) return 0;
    if (interrupted.signal.aborted) {
      process.stderr.write("\nInterrupted: the world is stopped and removed.\n");
      return 130;
    }
    process.stderr.write(`\n${pc.red(told.error instanceof Error ? told.error.message : String(told.error))}\n`);
    return 1;
  } finally {
    await rehearsal?.close();
    interrupted.dispose();
  }
}

/** Keeps a world until Ctrl-C. @returns the exit code. */
export async function keepWorld({ project, stack }: Options): Promise<number> {
  expectUsable(project, stack);
  const interrupted = onInterrupt();
  const rehearsal = await openRehearsal({ project, stack, signal: interrupted.signal });
  try {
    const { world } = rehearsal;
    await keep(project, shellVariables(rehearsal.env));
    process.stdout.write(`The world of ${pc.bold(stack)} is running.
  Render  ${world.render.url}
  Vercel  ${world.vercel.url}
In another terminal:
  eval "$(npx cutover rehearse env)"
  pulumi up
Ctrl-C ends it.
`);
    await interrupted.happened;
    return 0;
  } finally {
    await forget(project);
    await rehearsal.close();
    interrupted.dispose();
  }
}

/**
 * Lines for a shell: `unset` what is set in it and would interfere, `export` the kept world's variables. Or these as JSON.
 * @throws {NoWorldError}
 */
export async function shellEnvironment(project: string, json: boolean): Promise<string> {
  const env = await keptEnvironment(project);
  if (json) return `${JSON.stringify(env, null, 2)}\n`;
  const lines = [
    ...interfering(process.env, env).map((name) => `unset ${name}`),
    ...Object.entries(env).map(([name, value]) => `export ${name}='${value.replaceAll("'", `'\\''`)}'`),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

/** A world cannot be made for a stack file with faults. @throws {ConfigError} that tells them all. */
function expectUsable(project: string, stack: string): void {
  const faults = checkStackFiles(project, { stack }).flatMap((report) => report.faults);
  if (faults.length > 0) throw new ConfigError(faults);
}

/** The world's variables, and the PATH on which the chosen engine and its Node are found. */
function shellVariables(env: Readonly<Record<string, string>>): Record<string, string> {
  const { PATH = "" } = engineEnvironment(process.env).env;
  return { ...env, PATH };
}

/** Turns the first SIGINT or SIGTERM into an abort; everything then ends in order. */
function onInterrupt() {
  const controller = new AbortController();
  const happened = new Promise<void>((resolve) => {
    controller.signal.addEventListener("abort", () => resolve());
  });
  const abort = () => controller.abort();
  process.on("SIGINT", abort).on("SIGTERM", abort);
  return {
    signal: controller.signal,
    happened,
    dispose: () => {
      process.off("SIGINT", abort).off("SIGTERM", abort);
    },
  };
}
