import { describe, expect, it } from "vitest";
import { type CheckpointReport, exitCodeOf } from "../../../release/checkpoint/report.ts";
import { annotations, reportLines } from "../../../release/checkpoint/words.ts";
import { verdict } from "../status/example-status.ts";

const passed: CheckpointReport = {
  ...{ version: 1, rollout: "twin-brains/V2_ROLLOUT_PERCENT", at: "2026-11-21T09:00:10Z", recorded: "now" },
  ...{ position: { percent: 10, legacy: "serving" }, slot: "2026-11-21T09:00:00Z", scheduled: true, outcome: "pass" },
  ...{ gates: [verdict()], criteria: [], noticed: null, rollback: null },
  ...{ watching: [], alerts: [], unreached: [], misdeclared: [] },
};
const tooFew = verdict({ outcome: "inconclusive", reason: "3 samples", figures: { result: { a: 1 }, rows: [] } });
const unmeasured = verdict({ outcome: "inconclusive", reason: "no connection" });
const rollback = { done: true, reason: "crash: 4 lines", lines: ["users have 0 %"] } as const;

describe("the exit code", () => {
  it.each<[string, Partial<CheckpointReport>, number]>([
    ["0 when nothing is wrong", {}, 0],
    ["0 with too few samples, which time may mend", { outcome: "inconclusive", gates: [tooFew] }, 0],
    ["1 when a gate fails", { outcome: "fail" }, 1],
    ["1 when it was rolled back", { rollback }, 1],
    ["1 with an alert", { alerts: ["3 runs did not come"] }, 1],
    ["2 when a gate is declared wrongly", { misdeclared: ["GATE_MISDECLARED: …"] }, 2],
    ["3 when a source does not answer", { outcome: "inconclusive", gates: [unmeasured] }, 3],
    ["3 when Vercel or the evidence cannot be reached", { unreached: ["Vercel: no answer"] }, 3],
    ["1 rather than 3: what is known to be wrong comes first", { rollback, unreached: ["Vercel: no answer"] }, 1],
  ])("is %s", (_title, over, code) => {
    expect(exitCodeOf({ ...passed, ...over })).toBe(code);
  });
});

describe("a run in words", () => {
  it("begins with where, what and whether it is on record", () => {
    expect(reportLines(passed)[0]).toEqual({
      tone: "good",
      text: "2026-11-21 09:00 UTC twin-brains/V2_ROLLOUT_PERCENT at 10 %, due since 2026-11-21 09:00 UTC: pass (recorded)",
    });
  });

  it("tells a rollback before anything else, and what to do where it failed", () => {
    const lines = reportLines({ ...passed, rollback });
    expect(lines.slice(1, 3).map(({ text }) => text)).toEqual([
      "rolled back because of crash: 4 lines",
      "users have 0 %",
    ]);
    const failed = reportLines({ ...passed, rollback: { done: false, reason: "crash: 4 lines", why: "not allowed" } });
    expect(failed.map(({ text }) => text)).toContain(
      "NOT rolled back: not allowed; now: npx cutover rollback --to 0 (because of crash: 4 lines)",
    );
    expect(failed.map(({ text }) => text).join("\n")).not.toContain("rolled back because of");
  });

  it("gives a workflow an annotation for what is wrong, which no log line can forge", () => {
    const evil = "100%\n::set-output name=x::y";
    const lines = annotations({ ...passed, alerts: [evil], outcome: "fail" });
    expect(lines.every((line) => line.startsWith("::error title=Cutover checkpoint::") && !line.includes("\n"))).toBe(
      true,
    );
    expect(lines.join("\n")).toContain("100%25 : :set-output");
    expect(annotations(passed)).toEqual([]);
  });
});
