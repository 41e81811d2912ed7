/** One step as it went. */
export interface StepResult {
  /** Of a story with several. */
  readonly chapter?: string;
  readonly title: string;
  readonly outcome: "passed" | "failed" | "skipped";
  /** Since the story began. */
  readonly startedMs: number;
  readonly durationMs: number;
  /** What was seen, or why it failed. */
  readonly fact: string;
  /** The commands that were run and what the engine printed: plain text, no secrets. */
  readonly lines: readonly string[];
}

export interface StoryReport {
  readonly stack: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly durationMs: number;
  readonly engine: string;
  /** Where it ran: versions and machine. */
  readonly environment: string;
  readonly steps: readonly StepResult[];
}

export const marks = { passed: "✓", failed: "✗", skipped: "–" } as const;

/** What the story as a whole came to. */
export const verdictOf = ({ steps }: StoryReport): "passed" | "failed" =>
  steps.every(({ outcome }) => outcome === "passed") ? "passed" : "failed";

/** How many steps went how, in words. */
export function totals(steps: readonly StepResult[]): string {
  const of = (outcome: StepResult["outcome"]) => steps.filter((step) => step.outcome === outcome).length;
  const rest = (["failed", "skipped"] as const).filter((outcome) => of(outcome) > 0);
  return [`${of("passed")} of ${steps.length} steps passed`, ...rest.map((name) => `${of(name)} ${name}`)].join(", ");
}

/** Whether a chapter begins with this step. */
export const beginsChapter = (steps: readonly StepResult[], index: number): boolean => {
  const chapter = steps[index]?.chapter;
  return chapter !== undefined && chapter !== steps[index - 1]?.chapter;
};

export const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
