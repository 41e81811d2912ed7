import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { reportHtml } from "./report-html.ts";
import { beginsChapter, marks, type StoryReport, seconds, totals, verdictOf } from "./story-report.ts";

/** The summary for a terminal: one line per step, with its duration and what was seen. */
export function summaryTable({ steps, durationMs }: StoryReport): string {
  const width = Math.max(...steps.map(({ title }) => title.length));
  const rows = steps.flatMap((step, index) => {
    const { title, outcome, durationMs: took, fact } = step;
    const row = `${marks[outcome]} ${title.padEnd(width)}  ${seconds(took).padStart(7)}  ${fact.split("\n")[0]}`;
    return beginsChapter(steps, index) ? ["", `${step.chapter}`, row] : [row];
  });
  return [...rows, `${" ".repeat(width + 4)}${seconds(durationMs).padStart(7)}  in all`].join("\n");
}

/** Writes `report.json`, `report.md` and `report.html` into `folder`. */
export async function writeReport(folder: string, report: StoryReport): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "report.json"), `${JSON.stringify(report, null, 2)}\n`);
  await writeFile(join(folder, "report.md"), markdown(report));
  await writeFile(join(folder, "report.html"), await reportHtml(report));
}

function markdown(report: StoryReport): string {
  const { stack, startedAt, durationMs, engine, environment, steps } = report;
  const rows = steps.flatMap((step, index) => {
    const { title, outcome, durationMs: took, fact } = step;
    const row = `| ${marks[outcome]} ${outcome} | ${cell(title)} | ${seconds(took)} | ${cell(fact)} |`;
    return beginsChapter(steps, index) ? [`| | **${cell(step.chapter ?? "")}** | | |`, row] : [row];
  });
  return `# Rehearsal of \`${stack}\`: ${verdictOf(report)}

${totals(steps)} in ${seconds(durationMs)}. ${startedAt}, ${engine}, ${environment}

| outcome | step | took | seen |
|---|---|---|---|
${rows.join("\n")}
`;
}

/** What was seen may hold remote text: one line, no cell borders, no markup. */
const cell = (text: string) => text.replace(/\s+/g, " ").replace(/[|<>[\]@`]/g, "\\$&");
