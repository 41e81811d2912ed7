import { onStack } from "../facts.ts";
import { rule } from "../rule.ts";
import { rollouts } from "../subjects/rollouts.ts";
import { known, type Plain } from "../unknown.ts";

/**
 * The next step opens by dwell time and evidence, and by nothing else (D4). The provider judges; this rule makes its
 * refusal a failed preview, and the rest of the plan stays visible. The figures are in the preview's diagnostics.
 */
export const requireEarnedPromotion = rule({
  name: "require-earned-promotion",
  description: "A rollout rises only to the step that is due, once its dwell is over and its gates pass.",
  requirements: ["S2.2", "S2.6", "S2.7", "S2.8", "S2.9"],
  severity: "critical",
  neverExempt: true,
  whenUnknown: "violation",
  subjects: rollouts,

  judge({ name, percent, position, outcome, reasons }, stack, violation) {
    // The way down is open to everybody, whatever cannot be known (S2.10).
    if (percent === 0) return;
    const decided = known(outcome, "decision");
    if (decided === "refuse")
      violation(
        `${name}: ${position} is not earned yet: ${listed(reasons)}`,
        `npx cutover status${onStack(stack)} (says with figures what is missing, and when the step can open)`,
      );
    else if (decided !== "hold" && decided !== "promote" && decided !== "roll-back")
      violation(
        `${name}: nobody has judged whether ${position} is earned`,
        `npm ci, so that the release provider which judges it is the one of this project`,
      );
  },
});

function listed(reasons: Plain): string {
  const texts = Array.isArray(reasons) ? reasons.filter((reason) => typeof reason === "string") : [];
  return texts.join("; ") || "the release provider gave no reason";
}
