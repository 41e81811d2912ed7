import { onStack } from "../facts.ts";
import { rule } from "../rule.ts";
import { vercelVariables } from "../subjects/vercel-variables.ts";
import { known } from "../unknown.ts";

const BYPASS = "NEXT_PUBLIC_E2E_BYPASS_AUTH";

/** It lets whoever opens the page in without a password; meant for browser tests, and built into what users get (S1.10). */
export const requireNoE2eBypass = rule({
  name: "require-no-e2e-bypass",
  description: `${BYPASS} is unset or 0 in production, so that nobody gets in without signing in.`,
  requirements: ["S1.10"],
  severity: "critical",
  neverExempt: true,
  whenUnknown: "violation",
  subjects: vercelVariables,

  judge({ name, key, value, inProduction }, stack, violation) {
    if (key !== BYPASS || !inProduction || !stack.production) return;
    const given = known(value, "value");
    if (given === null || given === "" || String(given) === "0") return;
    violation(
      `${name} is set in production: everybody gets in without signing in; expected it unset, or 0`,
      `pulumi config rm --path cutover:env.frontend.${BYPASS}${onStack(stack)}`,
    );
  },
});
