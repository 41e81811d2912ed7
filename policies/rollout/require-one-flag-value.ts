import { removeKey } from "../config-command.ts";
import { rule } from "../rule.ts";
import { flagCarriers } from "../subjects/flag-carriers.ts";
import { percentText } from "../subjects/rollouts.ts";
import { type Plain, Unknown } from "../unknown.ts";

/**
 * A second value of the flag would be a way around the ladder, or users on another version than anybody reads (S2.3).
 * What a preview cannot know follows from the rollout's own output: it is judged again when the update makes it.
 */
export const requireOneFlagValue = rule({
  name: "require-one-flag-value",
  description:
    "Only the rollout sets its flag, and a deployment is built with the percentage that it grants or with 0.",
  reason:
    "A variable beside the rollout's own gives users a percentage that nobody earned and that a rollback does not take away. A deployment whose metadata says another percentage than the one built in makes every figure count the wrong users.",
  pages: ["https://vercel.com/docs/environment-variables"],
  requirements: ["S2.3"],
  severity: "critical",
  neverExempt: true,
  whenUnknown: "notice",
  subjects: flagCarriers,

  judge({ name, flag, kind, built, said, granted }, stack, violation) {
    if (kind === "variable") {
      const inConfig = stack.env.frontend?.[flag] !== undefined;
      violation(
        `${name} sets ${flag}; expected only the rollout to set it`,
        inConfig
          ? removeKey(stack, `cutover:env.frontend.${flag}`)
          : `take ${flag} out of ${name}: cutover:rollout.percent is its value`,
      );
      return;
    }
    const where = kind === "deployment" ? "in its environment and in its metadata" : "as its percent";
    const fix = `give ${name} the rollout's output granted, ${where}`;
    const values = [built, said].filter((value) => value !== null && !(value instanceof Unknown)).map(String);
    const [one, other] = values;
    if (one !== undefined && other !== undefined && one !== other)
      violation(`${name} is built with ${flag}=${one}, and its metadata says ${other}; expected the same`, fix);
    else if (one !== undefined && !isAllowed(one, granted))
      violation(
        `${name} ${kind === "deployment" ? "is built with" : "gives users"} ${flag}=${one}; expected ${percentText(granted)} as the rollout grants, or 0`,
        fix,
      );
  },
});

/** 0 is the twin that a rollback goes to. */
const isAllowed = (percent: string, granted: Plain): boolean =>
  percent === "0" || typeof granted !== "number" || percent === `${granted}`;
