import { describe, expect, it } from "vitest";
import { requireEarnedPromotion } from "../../../policies/rollout/require-earned-promotion.ts";
import { type Plain, Unknown } from "../../../policies/unknown.ts";
import { facts, ROLLOUT, resource } from "../stack-facts.ts";

const judge = (decision: Plain, more: Record<string, Plain> = {}) =>
  requireEarnedPromotion.judgeResource(
    resource(ROLLOUT, { flag: "V2_ROLLOUT_PERCENT", percent: 50, legacy: { state: "serving" }, decision, ...more }),
    () => facts,
  );

const refused = (...reasons: Plain[]): Plain => ({ outcome: "refuse", reasons });
const refusedAs = (codes: string[], reasons: string[] = codes): Plain => ({ outcome: "refuse", reasons, codes });

describe("S2.2 passes", () => {
  it.each(["hold", "promote", "roll-back"])("%s", (outcome) => {
    expect(judge({ outcome, reasons: [] })).toEqual([]);
  });
});

describe("S2.2 refuses", () => {
  it("S2.6 S2.7 what was not earned, with every reason and the command that tells more", () => {
    expect(judge(refused("the dwell of 10 % is not over", "the gate success rate does not pass"))).toEqual([
      {
        rule: "require-earned-promotion",
        severity: "critical",
        level: "violation",
        message:
          "V2_ROLLOUT_PERCENT: 50 % is not earned yet: the dwell of 10 % is not over; the gate success rate does not pass",
        fix: "npx cutover status --stack prod (says with figures what is missing, and when the step can open)",
        at: "cutover:rollout.percent",
        subject: "V2_ROLLOUT_PERCENT",
      },
    ]);
  });

  it.each(["deprecated", "removed", "retired"])("S2.8 S2.9 the step %s by its name", (state) => {
    const [finding] = judge(refused("the dwell is not over"), { percent: 100, legacy: { state } });
    expect(finding?.message).toBe(`V2_ROLLOUT_PERCENT: ${state} is not earned yet: the dwell is not over`);
  });

  it.each<[string, Plain]>([
    ["no decision", null],
    ["a decision without outcome", {}],
    ["an outcome that nobody knows", { outcome: "approved" }],
    ["a decision of another shape", ["promote"]],
  ])("%s: nobody has judged it", (_title, decision) => {
    expect(judge(decision).map(({ level, message }) => [level, message])).toEqual([
      ["violation", "V2_ROLLOUT_PERCENT: nobody has judged whether 50 % is earned"],
    ]);
  });

  it.each<[string, Plain]>([
    ["the decision", new Unknown("create the project first")],
    ["its outcome", { outcome: new Unknown("create the project first"), reasons: [] }],
  ])("what cannot be known yet: %s", (_title, decision) => {
    expect(judge(decision)).toEqual([
      expect.objectContaining({
        level: "violation",
        message: "V2_ROLLOUT_PERCENT: cannot be judged yet: decision is not known yet",
        fix: "create the project first",
      }),
    ]);
  });

  it("also where the reasons, or the percentage, are not known", () => {
    const later = new Unknown("later");
    expect(judge({ outcome: "refuse", reasons: later }, { percent: later })[0]?.message).toBe(
      "V2_ROLLOUT_PERCENT: this percentage is not earned yet: the release provider gave no reason",
    );
  });
});

describe("leaves to a rule of its own", () => {
  it.each([["edited-together"], ["migrates-together"], ["rolled-back"]])("%s", (code) => {
    expect(judge(refusedAs([code]))).toEqual([]);
  });

  it("a step that only the edit made the next one", () => {
    expect(judge(refusedAs(["not-next", "edited-together"]))).toEqual([]);
  });

  it("a percentage that is no step at all", () => {
    const ladder = [{ percent: 0 }, { percent: 10 }, { percent: 100 }];
    expect(judge(refusedAs(["not-next"]), { ladder })).toEqual([]);
    expect(judge(refusedAs(["not-next"]), { ladder: [...ladder, { percent: 50 }] })).toHaveLength(1);
  });

  it("only that, and tells the rest", () => {
    const [finding, ...more] = judge(
      refusedAs(["rolled-back", "unexplained"], ["it was rolled back", "nobody knows why"]),
    );
    expect(more).toEqual([]);
    expect(finding?.message).toBe("V2_ROLLOUT_PERCENT: 50 % is not earned yet: nobody knows why");
  });

  it("nothing where a code is none of the provider's", () => {
    expect(judge(refusedAs(["anything"]))).toHaveLength(1);
    expect(judge({ outcome: "refuse", reasons: ["dwell"], codes: "edited-together" })).toHaveLength(1);
    expect(judge({ outcome: "refuse", reasons: [], codes: ["edited-together"] })).toHaveLength(1);
  });
});

it("S2.10 refuses nobody the way to 0, whatever the decision says or hides", () => {
  for (const decision of [refused("anything"), new Unknown("later"), null, { outcome: "roll-back", reasons: [] }])
    expect(judge(decision, { percent: 0 })).toEqual([]);
});

it("finds nothing in the configuration alone: what was earned is not written there", () => {
  expect(requireEarnedPromotion.judgeConfig({ rollout: { percent: 100 } }, facts)).toEqual([]);
});
