import { removeKey } from "../config-command.ts";
import { rule } from "../rule.ts";
import { builtVariables } from "../subjects/built-variables.ts";
import { known, type Plain } from "../unknown.ts";

const BYPASS = "NEXT_PUBLIC_E2E_BYPASS_AUTH";

/** Other names under which the same is done; `DISABLE_LOGIN_BUTTON` is something else. */
const ALIKE =
  /(?:^|_)(?:(?:BYPASS|SKIP|DISABLE|NO|MOCK|FAKE)_(?:AUTH|AUTHENTICATION|LOGIN|SIGN_?IN)|(?:AUTH|AUTHENTICATION|LOGIN|SIGN_?IN)_(?:BYPASS|DISABLED|MOCK)|E2E_BYPASS\w*)$/i;
const ON = /^\s*(?:1|true|yes|on|enabled?)\s*$/i;

/** It lets whoever opens the page in without a password; meant for browser tests, and built into what users get (S1.10). */
export const requireNoE2eBypass = rule({
  name: "require-no-e2e-bypass",
  description: `${BYPASS} is unset or 0 in production, so that nobody gets in without signing in.`,
  reason:
    "The switch is there so that browser tests need no password. Built into production it makes every visitor a signed-in user, of any account that is asked for, and no log tells that from a real one. A value once built in stays until the next build.",
  pages: [
    "https://nextjs.org/docs/app/guides/environment-variables",
    "https://owasp.org/Top10/A07_2021-Identification_and_Authentication_Failures/",
  ],
  requirements: ["S1.10"],
  severity: "critical",
  neverExempt: true,
  whenUnknown: "violation",
  subjects: builtVariables,

  judge({ variables }, stack, violation) {
    if (!stack.production) return;
    for (const { name, key, value } of variables) {
      if (!letsEverybodyIn(key, value)) continue;
      const at = `cutover:env.frontend.${key}`;
      const declared = name === key || stack.env.frontend?.[key] !== undefined;
      violation(
        `${name} is set in production: everybody gets in without signing in; expected it unset, or 0`,
        declared ? removeKey(stack, at) : `take ${key} out of its environment`,
        declared ? at : undefined,
      );
    }
  },
});

/** Of the app's own switch every value but 0 does; of what is only named alike, a value that says yes. */
function letsEverybodyIn(key: string, value: Plain): boolean {
  if (key.trim().toUpperCase() === BYPASS) {
    const given = known(value, "value");
    return given !== null && !["", "0"].includes(String(given).trim());
  }
  return ALIKE.test(key) && typeof value !== "object" && ON.test(String(value));
}
