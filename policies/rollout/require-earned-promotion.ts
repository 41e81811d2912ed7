import { onStack } from "../facts.ts";
import { rule } from "../rule.ts";
import { isOffLadder, type Refusal, type Rollout, rollouts } from "../subjects/rollouts.ts";
import { known } from "../unknown.ts";

/**
 * The next step opens by dwell time and evidence, and by nothing else (D4). The provider judges; this rule makes its
 * refusal a failed preview, and the rest of the plan stays visible. The figures are in the preview's diagnostics.
 */
export const requireEarnedPromotion = rule({
  name: "require-earned-promotion",
  description: "A rollout rises only to the step that is due, once its dwell is over and its gates pass.",
  reason:
    "A fault that one user in ten meets is a bad afternoon; the same fault for everybody is an outage. Some faults only show after hours: a leak, a queue that slowly fills, imports that never end. Who skips a step or its dwell finds them with all users on the new version.",
  pages: ["https://sre.google/workbook/canarying-releases/"],
  requirements: ["S2.2", "S2.6", "S2.7", "S2.8", "S2.9"],
  severity: "critical",
  neverExempt: true,
  whenUnknown: "violation",
  subjects: rollouts,

  judge(rollout, stack, violation) {
    const { name, percent, position, outcome, refusals } = rollout;
    // The way down is open to everybody, whatever cannot be known (S2.10).
    if (percent === 0) return;
    const decided = known(outcome, "decision");
    if (decided === "refuse") {
      const own = refusals.filter((refusal) => !isToldByAnother(refusal, rollout));
      if (refusals.length > 0 && own.length === 0) return;
      violation(
        `${name}: ${position} is not earned yet: ${own.map(({ what }) => what).join("; ") || "the release provider gave no reason"}`,
        `npx cutover status${onStack(stack)} (says with figures what is missing, and when the step can open)`,
        "cutover:rollout.percent",
      );
    } else if (decided !== "hold" && decided !== "promote" && decided !== "roll-back")
      violation(
        `${name}: nobody has judged whether ${position} is earned`,
        `npm ci, so that the release provider which judges it is the one of this project`,
      );
  },
});

/** Codes of the provider's that a rule of their own tells; none of these rules can be exempted or lowered. */
const TOLD_BY_ANOTHER: ReadonlySet<string> = new Set(["edited-together", "migrates-together", "rolled-back"]);

/** A step that only an edit made the next one, or that is none, is that edit's fault. */
function isToldByAnother({ code }: Refusal, rollout: Rollout): boolean {
  if (code === "not-next")
    return isOffLadder(rollout) || rollout.refusals.some((one) => one.code === "edited-together");
  return code !== undefined && TOLD_BY_ANOTHER.has(code);
}
