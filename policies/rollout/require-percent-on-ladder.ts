import { setKey } from "../config-command.ts";
import { rule } from "../rule.ts";
import { declaredRollouts, isOffLadder } from "../subjects/rollouts.ts";

/** The steps are the only percentages for which gates, dwell and figures to compare with are declared (S2.2). */
export const requirePercentOnLadder = rule({
  name: "require-percent-on-ladder",
  description: "The percentage of a rollout is a step of its ladder: nothing is declared that could judge another.",
  reason:
    "A percentage between two steps has no dwell, no gates and no baseline, so nobody measures whether its users are well. It also makes the next step's comparison worthless: its figures would be held against a step that never stood.",
  requirements: ["S2.2"],
  severity: "high",
  neverExempt: false,
  whenUnknown: "notice",
  subjects: declaredRollouts,

  judge(rollout, stack, violation) {
    const { name, percent, ladder = [], outcome } = rollout;
    // Back is possible to any percentage (S2.10).
    if (outcome === "roll-back" || percent === 0 || !isOffLadder(rollout)) return;
    const below = ladder.filter((step) => step < Number(percent));
    violation(
      `${name}: ${percent} % is no step of the ladder; expected one of ${ladder.join(", ")}`,
      setKey(stack, "cutover:rollout.percent", Math.max(0, ...below)),
      "cutover:rollout.percent",
    );
  },
});
