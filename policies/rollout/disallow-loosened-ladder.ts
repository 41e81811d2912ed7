import { onStack } from "../facts.ts";
import { rule } from "../rule.ts";
import { refusedFor, rollouts } from "../subjects/rollouts.ts";

/** Who raises and edits what judges the raise would be the judge of their own case (D4). */
export const disallowLoosenedLadder = rule({
  name: "disallow-loosened-ladder",
  description: "A change that raises the percentage does not edit the ladder, the gates or what they look at.",
  reason:
    "A gate that does not pass is easily made to: a lower threshold, a shorter dwell, another table. In one change with the raise nobody would see that the step was not earned, and users would get what the gate was there to stop. By itself such an edit is fine: it begins the dwell again.",
  pages: ["https://sre.google/workbook/canarying-releases/"],
  requirements: ["S2.2", "S2.6", "S2.7"],
  severity: "critical",
  // The provider refuses the update as well: an exemption could only hide that until then.
  neverExempt: true,
  whenUnknown: "notice",
  subjects: rollouts,

  judge(rollout, stack, violation) {
    const on = onStack(stack);
    for (const { what } of refusedFor(rollout, "edited-together"))
      violation(
        `${rollout.name}: ${what}; expected ${rollout.position} in a change of its own`,
        `leave the percentage as it was, apply the edit by itself (pulumi up${on}), and raise when npx cutover status${on} says that the dwell is over`,
        "cutover:rollout",
      );
  },
});
