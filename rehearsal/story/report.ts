import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** One step as it went. */
export interface StepResult {
  readonly title: string;
  readonly outcome: "passed" | "failed" | "skipped";
  readonly durationMs: number;
  /** What was seen, or why it failed. */
  readonly fact: string;
}

export interface StoryReport {
  readonly stack: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly durationMs: number;
  readonly engine: string;
  readonly steps: readonly StepResult[];
}

const marks = { passed: "✓", failed: "✗", skipped: "–" } as const;

/** The summary for a terminal: one line per step, with its duration and what was seen. */
export function summaryTable({ steps, durationMs }: StoryReport): string {
  const width = Math.max(...steps.map(({ title }) => title.length));
  const rows = steps.map(
    ({ title, outcome, durationMs: took, fact }) =>
      `${marks[outcome]} ${title.padEnd(width)}  ${seconds(took).padStart(7)}  ${fact.split("\n")[0]}`,
  );
  return [...rows, `${" ".repeat(width + 4)}${seconds(durationMs).padStart(7)}  in all`].join("\n");
}

/** Writes `report.json` and `report.md` into `folder`. */
export async function writeReport(folder: string, report: StoryReport): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "report.json"), `${JSON.stringify(report, null, 2)}\n`);
  await writeFile(join(folder, "report.md"), markdown(report));
}

function markdown({ stack, startedAt, durationMs, engine, steps }: StoryReport): string {
  const rows = steps.map(
    ({ title, outcome, durationMs: took, fact }) =>
      `| ${marks[outcome]} ${outcome} | ${cell(title)} | ${seconds(took)} | ${cell(fact)} |`,
  );
  return `# Rehearsal of \`${stack}\`

${startedAt}, ${seconds(durationMs)}, ${engine}

| outcome | step | took | seen |
|---|---|---|---|
${rows.join("\n")}
`;
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
/** What was seen may hold remote text: one line, no cell borders, no markup. */
const cell = (text: string) => text.replace(/\s+/g, " ").replace(/[|<>[\]@`]/g, "\\$&");
