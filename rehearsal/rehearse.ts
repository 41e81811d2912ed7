import { availableParallelism } from "node:os";
import { join, relative } from "node:path";
import pc from "picocolors";
import { engineEnvironment } from "../engine/environment.ts";
import packageJson from "../package.json" with { type: "json" };
import { onInterrupt } from "./interrupt.ts";
import { openRehearsal, type Rehearsal } from "./open.ts";
import { summaryTable, writeReport } from "./story/report.ts";
import { story } from "./story/story.ts";
import type { StoryReport } from "./story/story-report.ts";
import { tell } from "./story/tell.ts";

interface Options {
  readonly project: string;
  readonly stack: string;
}

/** Runs the story in a world of its own and writes the reports. @returns the exit code: 0, 1 on a failed step, 130 on Ctrl-C. */
export async function tellStory({ project, stack, json }: Options & { json: boolean }): Promise<number> {
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
      story,
      { quiet: json },
    );
    const { choice } = engineEnvironment(process.env);
    const durationMs = Math.round(performance.now() - started);
    const report: StoryReport = {
      stack,
      startedAt,
      durationMs,
      engine: `Pulumi ${choice.version} (${choice.why})`,
      environment: `Cutover ${packageJson.version}, Node ${process.versions.node}, ${process.platform} ${process.arch}, ${availableParallelism()} processors`,
      steps: told.steps,
    };
    const folder = join(project, ".cutover");
    await writeReport(folder, report);

    if (json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
    else
      process.stdout.write(
        `\n${summaryTable(report)}\n\nReports: ${relative(process.cwd(), folder)}/report.html, report.md, report.json\n`,
      );
    if (told.error === undefined) return 0;
    if (interrupted.signal.aborted) {
      process.stderr.write("\nInterrupted: the world is stopped and removed.\n");
      return 130;
    }
    const failed = told.steps.find(({ outcome }) => outcome === "failed");
    process.stderr.write(`\n${pc.red(failed?.fact ?? "A step failed.")}\n`);
    return 1;
  } finally {
    await rehearsal?.close();
    interrupted.dispose();
  }
}
