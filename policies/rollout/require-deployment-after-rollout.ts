import { rule } from "../rule.ts";
import { flagDeployments } from "../subjects/flag-deployments.ts";

/** Vercel builds the flag in: what is built before the rollout has been judged has the old value, or one that nobody granted. */
export const requireDeploymentAfterRollout = rule({
  name: "require-deployment-after-rollout",
  description:
    "A deployment with a rollout's flag depends on the rollout, so that it is built with the judged percentage.",
  reason:
    "Vercel reads variables when it builds, and a deployment keeps them for good. Built beside the rollout instead of after it, it gets the old percentage or the new one by chance, and it is there even where the rollout was refused.",
  pages: [
    "https://vercel.com/docs/environment-variables",
    "https://www.pulumi.com/docs/iac/concepts/resources/options/dependson/",
  ],
  requirements: ["S2.3"],
  severity: "high",
  neverExempt: false,
  whenUnknown: "notice",
  subjects: flagDeployments,

  judge({ name, flag, follows }, _stack, violation) {
    if (follows === false)
      violation(
        `${name} is built with ${flag} and does not depend on the rollout; expected it to be built after the rollout`,
        `build ${name} with the rollout's output granted, or give it dependsOn: [the rollout]`,
      );
  },
});
