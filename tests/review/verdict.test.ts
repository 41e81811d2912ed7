import { describe, expect, it } from "vitest";
import type { RolloutOutlook } from "../../review/review.ts";
import { onlyGoesBack, verdictOf } from "../../review/verdict.ts";
import { finding, reviewOf } from "./github/review-of.ts";

const { policies } = reviewOf("0");
const rollout = (outcome: RolloutOutlook["outcome"]): RolloutOutlook => ({
  ...{ flag: "V2_ROLLOUT_PERCENT", from: "50 %", to: "0 %", outcome, reasons: [], lines: [] },
});
const judged = { policies, rollout: undefined, errors: [], goesBack: false };
const violated = { ...judged, policies: { ...policies, findings: [finding()] } };

describe("the verdict", () => {
  it.each([
    ["pass", "nothing is wrong", judged],
    [
      "pass",
      "there is only advice",
      { ...judged, policies: { ...policies, findings: [finding({ level: "advisory" })] } },
    ],
    ["refused", "a policy is violated", violated],
    ["refused", "a promotion is not earned", { ...judged, rollout: rollout("refuse") }],
    [
      "refused",
      "what was seen of it is refused, whatever the rest is like",
      { ...violated, unseen: ["policies/x.ts"] },
    ],
    ["failed", "what was seen of it passes", { ...judged, unseen: ["policies/x.ts"] }],
    ["failed", "a part of the way back was not seen", { ...judged, goesBack: true, unseen: ["policies/x.ts"] }],
    ["failed", "the preview was not made", { ...violated, errors: ["the provider ended"] }],
    [
      "pass",
      "users only go back, whatever policies say (D8)",
      { ...violated, rollout: rollout("roll-back"), goesBack: true },
    ],
    ["failed", "nothing is known of the way back", { ...violated, goesBack: true, errors: ["no engine"] }],
    ["refused", "going back comes with something else", { ...violated, rollout: rollout("roll-back") }],
  ] as const)("is %s where %s", (verdict, _when, given) => {
    expect(verdictOf(given)).toBe(verdict);
  });
});

describe("a change only goes back", () => {
  const sections = (percent: number, more: object = {}, rest: object = {}) => ({
    origins: ["https://app.example.com"],
    rollout: { flag: "F", percent, ladder: [{ percent: 0 }, { percent: 10 }], ...more },
    ...rest,
  });
  it.each([
    [true, "a lower percent", sections(50), sections(0)],
    [
      true,
      "an old version that serves again",
      sections(100, { legacy: { state: "removed" } }),
      sections(100, { legacy: { state: "serving" } }),
    ],
    [true, "both", sections(100, { legacy: { state: "deprecated" } }), sections(0)],
    [false, "the same percent", sections(50), sections(50)],
    [false, "a higher one", sections(10), sections(50)],
    [false, "another ladder as well", sections(50), sections(0, { ladder: [{ percent: 0 }] })],
    [false, "other origins as well", sections(50), sections(0, {}, { origins: ["*"] })],
    [false, "a section that goes as well", sections(50, {}, { policy: {} }), sections(0)],
    [false, "a rollout that goes", sections(50), { origins: ["https://app.example.com"] }],
    [false, "nothing to compare with", undefined, sections(0)],
  ])("%s: %s", (expected, _what, before, after) => {
    expect(onlyGoesBack(before, after)).toBe(expected);
  });
});
