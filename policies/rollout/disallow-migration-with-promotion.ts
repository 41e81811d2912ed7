import { onStack } from "../facts.ts";
import { rule } from "../rule.ts";
import { refusedFor, rollouts } from "../subjects/rollouts.ts";

/** Old and new version share a database: a migration has to have settled before more users depend on it (S3.1). */
export const disallowMigrationWithPromotion = rule({
  name: "disallow-migration-with-promotion",
  description: "A change that raises the percentage does not change which migrations run before a deploy.",
  reason:
    "When figures get worse afterwards, nobody can tell the migration from the percentage. And the way back is lost: the percentage goes down in seconds, but the old version then runs on a schema that it has never seen.",
  pages: ["https://martinfowler.com/bliki/ParallelChange.html", "https://render.com/docs/deploys#pre-deploy-command"],
  requirements: ["S3.1", "S1.14", "S2.10"],
  severity: "high",
  // The provider refuses the update as well: an exemption could only hide that until then.
  neverExempt: true,
  whenUnknown: "notice",
  subjects: rollouts,

  judge(rollout, stack, violation) {
    for (const { what } of refusedFor(rollout, "migrates-together"))
      violation(
        `${rollout.name}: ${what}; expected ${rollout.position} in a change of its own`,
        `leave the percentage as it was, apply the migration by itself (pulumi up${onStack(stack)}), and raise in the next change`,
        "cutover:rollout.percent",
      );
  },
});
