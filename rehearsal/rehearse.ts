import { availableParallelism } from "node:os";
import { join, relative } from "node:path";
import pc from "picocolors";
import { engineEnvironment } from "../engine/environment.ts";
import packageJson from "../package.json" with { type: "json" };
import { onInterrupt } from "./interrupt.ts";
import { openRehearsal, type Rehearsal } from "./open.ts";
import { summaryTable, writeReport } from "./story/report.ts";
import type { Chapter } from "./story/scene.ts";
import type { StoryReport } from "./story/story-report.ts";
import { tell } from "./story/tell.ts";

export interface TellStoryOptions {
  readonly project: string;
  readonly stack: string;
  readonly chapters: readonly Chapter[];
  /** How many worlds: as many chapters at once. Default 1. */
  readonly worlds?: number;
  readonly json: boolean;
}

/** Tells a story in worlds of its own and writes the reports. @returns the exit code: 0, 1 on a failed step, 130 on Ctrl-C. */
export async function tellStory({ project, stack, chapters, worlds = 1, json }: TellStoryOptions): Promise<number> {
  const interrupted = onInterrupt();
  const { signal } = interrupted;
  const [startedAt, started] = [new Date().toISOString(), performance.now()];
  const rehearsals: Rehearsal[] = [];
  try {
    const told = await tell(
      async (onLine) => {
        const said: string[] = [];
        const hear = (line: string) => {
          said.push(line);
          onLine(line);
        };
        const rehearsal = await openRehearsal({ project, stack, onLine: hear, signal });
        rehearsals.push(rehearsal);
        return { ...rehearsal, project, stack, said };
      },
      chapters,
      { quiet: json, signal, worlds },
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
    if (signal.aborted) {
      process.stderr.write("\nInterrupted: the world is stopped and removed.\n");
      return 130;
    }
    for (const { outcome, chapter, title, fact } of told.steps)
      if (outcome === "failed")
        process.stderr.write(`\n${pc.red(chapter === undefined ? fact : `${chapter}, ${title}: ${fact}`)}\n`);
    return 1;
  } finally {
    await Promise.all(rehearsals.map((rehearsal) => rehearsal.close()));
    interrupted.dispose();
  }
}
