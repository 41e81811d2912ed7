import { describe, expect, it } from "vitest";
import { asRehearsed } from "../../review/rehearsed.ts";
import type { Review } from "../../review/review.ts";
import { found, reportOf } from "../judgement/reports.ts";
import { changeOf, reviewOf } from "./reviews.ts";

const finding = found({
  rule: "require-earned-promotion",
  severity: "critical",
  message: "V2: 50 % is not earned yet",
});

/** A change from 10 % to 50 % that the provider refuses for these reasons. */
const refusedFor = (codes: readonly string[], policies: Review["policies"] = reportOf(finding)): Review => {
  const decision = { outcome: "refuse", reasons: codes, codes };
  return reviewOf(
    {
      ...{ trust: "rehearsal", verdict: "refused", policies },
      rollout: {
        flag: "V2",
        from: "10 %",
        to: "50 %",
        outcome: "refuse",
        reasons: codes,
        lines: ["10 % has not stood"],
      },
    },
    changeOf({ type: "release:index:Rollout", name: "V2", inputs: { percent: 50, decision } }),
  );
};

describe("a review of an emulated world", () => {
  it("says what the world is like", () => {
    expect(asRehearsed(reviewOf(), ["made up"])).toEqual({ ...reviewOf(), emulated: ["made up"] });
  });

  it("does not refuse a step for evidence that nobody can have there, and says who judges it", () => {
    const { verdict, rollout, policies } = asRehearsed(refusedFor(["dwell", "checkpoint-missing", "gate"]), []);
    expect(verdict).toBe("pass");
    expect(rollout).toMatchObject({ outcome: "promote", from: "10 %", to: "50 %", reasons: [] });
    expect(rollout?.lines.join()).toMatch(/judged where its evidence is: in the required check/);
    expect(policies.findings).toMatchObject([
      { level: "advisory", message: expect.stringContaining("required check") },
    ]);
  });

  it.each([["not-next"], ["edited-together"], ["migrates-together"], ["created-above-zero"]])(
    "refuses what is refused in every world: %s",
    (code) => {
      const review = refusedFor(["dwell", code]);
      expect(asRehearsed(review, [])).toEqual({ ...review, emulated: [] });
    },
  );

  it("refuses what another rule says beside it", () => {
    const other = found({ rule: "require-explicit-origins" });
    const { verdict, policies } = asRehearsed(refusedFor(["dwell"], reportOf(finding, other)), []);
    expect(verdict).toBe("refused");
    expect(policies.findings.map(({ level }) => level)).toEqual(["advisory", "mandatory"]);
  });

  it("refuses where nobody says why", () => {
    expect(asRehearsed(refusedFor([]), []).verdict).toBe("refused");
  });
});
