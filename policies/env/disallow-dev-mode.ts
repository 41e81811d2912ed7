import { rule } from "../rule.ts";
import { environments } from "../subjects/environments.ts";
import { known } from "../unknown.ts";
import { keyOf, sourceOf, words } from "./declared.ts";
import { setVariable } from "./set-variable.ts";
import { isDevMode, isOff } from "./switches.ts";

/** In its development mode an app lets in whoever asks, and answers with stack traces (S1.9). */
export const disallowDevMode = rule({
  name: "disallow-dev-mode",
  description: "DEV_MODE is false in production, so that the app asks who somebody is.",
  reason:
    "The development mode is there to make work easy: it skips the check of tokens, accepts made-up users and shows errors in full. In production it lets everybody in, and nothing about the service looks wrong.",
  pages: ["https://cwe.mitre.org/data/definitions/489.html"],
  requirements: ["S1.9"],
  severity: "critical",
  neverExempt: false,
  whenUnknown: "violation",
  subjects: environments,

  judge(environment, stack, violation) {
    if (!stack.production) return;
    const { name } = environment;
    const switches = Object.entries(known(environment.env, "env")).filter(([key]) => isDevMode(key));
    for (const [key, found] of switches) {
      const value = known(found, `env.${key}`);
      if (value === null || isOff(value)) continue;
      violation(
        `${name}: ${key} ${words(value, sourceOf(environment, key, stack))} in production; expected false`,
        setVariable(stack, environment.sideOf(key, stack), key, { is: false }),
        keyOf(environment, key, stack),
      );
    }
  },
});
