import { rule } from "../rule.ts";
import { vercelSecrets } from "../subjects/vercel-secrets.ts";
import { known } from "../unknown.ts";
import { targetsOf } from "./targets.ts";

/** What is not sensitive, every member of the team and every token can read again (S1.10). */
export const requireSensitiveVariables = rule({
  name: "require-sensitive-variables",
  description: "A variable at Vercel that holds a secret is sensitive, so that nobody can read it again.",
  reason:
    "Vercel shows a variable that is not sensitive to every member of the team, in its dashboard and through every token. One stolen token, or one guest, then has all of production's keys.",
  pages: ["https://vercel.com/docs/environment-variables/sensitive-environment-variables"],
  requirements: ["S1.10"],
  severity: "high",
  neverExempt: false,
  whenUnknown: "notice",
  subjects: vercelSecrets,

  judge({ name, sensitive, ...setting }, _stack, violation) {
    // Vercel keeps nothing sensitive for development: that a secret goes there is the matter of limit-secret-targets.
    if (targetsOf(setting).every((target) => target === "development")) return;
    if (known(sensitive, "sensitive") === true) return;
    violation(
      `${name}: holds a secret and is not sensitive, so that it can be read at Vercel; expected sensitive: true`,
      `set sensitive: true where the program declares ${name} (components/frontend.ts does so for { secret: … })`,
    );
  },
});
