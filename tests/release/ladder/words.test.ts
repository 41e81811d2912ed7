import { describe, expect, it } from "vitest";
import { decide, free } from "../../../release/ladder/decide.ts";
import { standingOf } from "../../../release/ladder/standing.ts";
import { stepsOf } from "../../../release/ladder/steps.ts";
import { decisionLines, gateLine } from "../../../release/ladder/words.ts";
import { at, declare, gate, Past, readyAt10 } from "./facts.ts";

const declaration = declare();
const raise = {
  from: at(10),
  to: at(50),
  steps: stepsOf(declaration),
  created: false,
  edited: false,
  migrates: false,
  hold: undefined,
};
const judged = (hours: number, outcome: "pass" | "fail" | "inconclusive") => {
  const standing = standingOf(declaration, readyAt10().history(hours), at(10));
  return decide(raise, { standing, gates: [gate(outcome)], trouble: [] });
};
const figures = "expected result.success_rate >= 95.0; 412 samples in 1 d";

describe("a decision, told to people", () => {
  it("shows step, dwell, checkpoints, and each gate with its figures", () => {
    expect(decisionLines(judged(24, "pass"))).toEqual([
      "10 % → 50 %: earned",
      "  10 %: since 2027-03-01 00:00 UTC, when users got it; 1 d of 1 d; 3 of 3 scheduled checkpoints",
      `  ✓ success rate: success_rate 97 (${figures})`,
    ]);
  });

  it("names the first obstacle at once, then every other, then the gates", () => {
    const [head, , ...rest] = decisionLines(judged(25, "fail"));
    expect(head).toBe(
      "10 % → 50 %: refused: npx cutover checkpoint did not run when it should have, so nothing that was measured can be relied on",
    );
    expect(rest).toEqual([
      "  ! npx cutover checkpoint did not run when it should have, so nothing that was measured can be relied on (last run: 2027-03-02 00:00 UTC)",
      `  ✗ success rate: success_rate 93 (${figures})`,
      "  50 % can open once this is put right",
    ]);
  });

  it("S2.2 says when the next step can open at the earliest", () => {
    expect(decisionLines(judged(23, "pass")).at(-1)).toBe("  50 % can open at 2027-03-02 00:00 UTC at the earliest");
  });

  it("leaves out a dwell and a schedule that a step does not have", () => {
    const past = new Past().event(0, { kind: "arrived", position: at(0) });
    const standing = standingOf(declaration, past.history(1), at(0));
    const decision = decide({ ...raise, from: at(0), to: at(10) }, { standing, gates: [gate()], trouble: [] });
    expect(decisionLines(decision)[1]).toBe("  0 %: since 2027-03-01 00:00 UTC, when users got it; 1 h");
  });

  it("says why a gate is inconclusive", () => {
    expect(decisionLines(judged(24, "inconclusive"))[2]).toBe(
      `  ? success rate: inconclusive: 3 of 20 samples (${figures.replace("412", "3")})`,
    );
  });

  it("S2.10 says that going back needs nothing", () => {
    expect(decisionLines(free(at(50), at(0)))).toEqual(["50 % → 0 %: back, which needs no evidence"]);
  });

  it("keeps text from outside on its line, without escape sequences and workflow commands", () => {
    const observed = "\u001b[31m::error::no\nyes";
    expect(gateLine({ ...gate(), observed })).toContain("success rate: : :error: :no yes (");
  });
});
