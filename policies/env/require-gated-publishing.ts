import { rule } from "../rule.ts";
import { environments } from "../subjects/environments.ts";
import { known } from "../unknown.ts";
import { keyOf } from "./declared.ts";
import { ungatedPublishing } from "./gated-publishing.ts";
import { setVariable } from "./set-variable.ts";

/** What publishes by itself without a gate puts every mistake that it has learned before users (S1.7). */
export const requireGatedPublishing = rule({
  name: "require-gated-publishing",
  description: "What is published by itself (…_AUTO_PUBLISH) is judged first by a regression gate (…_REGRESSION_GATE).",
  reason:
    "Feedback learning changes how the app answers while nobody looks. With automatic publishing on and the regression gate off, one round of bad feedback reaches every user at once, and only users notice.",
  requirements: ["S1.7"],
  severity: "high",
  neverExempt: false,
  whenUnknown: "notice",
  subjects: environments,

  judge(environment, stack, violation) {
    const { name } = environment;
    for (const { key, gate } of ungatedPublishing(known(environment.env, "env"))) {
      const lacking = gate === null ? "no regression gate is set" : `${gate} does not run`;
      violation(
        `${name}: ${key} is on, but ${lacking}; expected a gate that runs, or no automatic publishing`,
        setVariable(stack, environment.sideOf(key, stack), key, { is: false }),
        keyOf(environment, key, stack),
      );
    }
  },
});
