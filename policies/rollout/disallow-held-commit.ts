import { onStack } from "../facts.ts";
import { rule } from "../rule.ts";
import { refusedFor, rollouts } from "../subjects/rollouts.ts";

/** What a rollback took back stays back until Git says so too (D8). */
export const disallowHeldCommit = rule({
  name: "disallow-held-commit",
  description: "What was rolled back is not given to users again before the pull request of the rollback is merged.",
  reason:
    "A rollback acts at the vendors, within seconds; Git still asks for what was bad. Without the hold, the next change of anything would bring the fault back to the users who were just saved from it, usually by somebody who never heard of the incident.",
  requirements: ["S2.10", "S0.9", "S1.14"],
  severity: "critical",
  // The provider refuses the update as well: an exemption could only hide that until then.
  neverExempt: true,
  whenUnknown: "notice",
  subjects: rollouts,

  judge(rollout, stack, violation) {
    for (const { what } of refusedFor(rollout, "rolled-back"))
      violation(
        `${rollout.name}: ${rollout.position} is held: ${what}`,
        `merge the pull request that the rollback opened, or lower the percentage by hand (pulumi config set --path cutover:rollout.percent 0${onStack(stack)}), then pulumi up${onStack(stack)}`,
        "cutover:rollout.percent",
      );
  },
});
