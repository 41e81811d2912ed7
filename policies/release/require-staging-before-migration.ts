import { rule } from "../rule.ts";
import { migratingServices } from "../subjects/migrating-services.ts";
import { known } from "../unknown.ts";
import { howToProve, isProven } from "./proofs.ts";

/** Staging is there to be broken first (S3.2). */
export const requireStagingBeforeMigration = rule({
  name: "require-staging-before-migration",
  description:
    "Where there is a staging stack, a migration in production needs a release gate that proves it was applied there.",
  reason:
    "A migration fails on data, not on text: a lock that takes minutes, a value that breaks a constraint. Where a staging stack stands ready, production is not the place to find that out, and a migration that was edited after staging is another one.",
  pages: ["https://render.com/docs/deploys#pre-deploy-command", "https://martinfowler.com/articles/evodb.html"],
  requirements: ["S3.2"],
  severity: "high",
  neverExempt: false,
  whenUnknown: "notice",
  subjects: migratingServices,

  judge({ name, migrates }, stack, violation) {
    if (!stack.production || stack.goingDown || isProven(stack, "staging")) return;
    const staging = stack.siblings().find(({ environment }) => environment === "staging");
    if (!staging) return;
    known(migrates, "preDeployCommand");
    violation(
      `${name}: preDeployCommand migrates, and no release gate proves that the stack ${staging.stack} went first; expected a gate with proves: [staging]`,
      howToProve(stack, "staging", `the same migration was applied and verified in ${staging.stack}`),
      "cutover:releaseGates",
    );
  },
});
