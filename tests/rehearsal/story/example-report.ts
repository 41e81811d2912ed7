import type { StoryReport } from "../../../rehearsal/story/story-report.ts";

/** A story that failed, with text that would break out of Markdown and HTML if it could. */
export const exampleReport: StoryReport = {
  stack: "prod",
  startedAt: "2026-11-21T10:00:00.000Z",
  durationMs: 3_450,
  engine: "Pulumi 3.259.0",
  environment: "Cutover 0.1.0, Node 24.21.0, linux x64, 2 processors",
  steps: [
    {
      title: "Up",
      outcome: "passed",
      startedMs: 0,
      durationMs: 1_200,
      fact: "healthy",
      lines: ["$ pulumi up", "</pre><script>document.title = 'taken over'</script>", "</td>&amp;"],
    },
    {
      title: "Refuse",
      outcome: "failed",
      startedMs: 1_200,
      durationMs: 2_250,
      fact: "said | <b>this</b>\nand that",
      lines: ["$ pulumi preview", '<img src="https://outside.example/pixel">'],
    },
    { title: "Destroy", outcome: "skipped", startedMs: 3_450, durationMs: 0, fact: "not reached", lines: [] },
  ],
};
