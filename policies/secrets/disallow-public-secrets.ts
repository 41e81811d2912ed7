import { removeKey } from "../config-command.ts";
import { secretOf } from "../env/declared.ts";
import { rule } from "../rule.ts";
import { publicVariables } from "../subjects/public-variables.ts";
import type { Plain } from "../unknown.ts";
import { isHarmless, namesSecret, namesServerAddress } from "./secret-names.ts";
import { isMadePublic, tokenIn } from "./token-formats.ts";

/** Whatever has a public prefix is built into the page: a server's secret there belongs to everybody (S1.10). */
export const disallowPublicSecrets = rule({
  name: "disallow-public-secrets",
  description: "No variable with a public prefix such as NEXT_PUBLIC_ holds a server's secret, by name or by value.",
  reason:
    "The build writes such a variable into the JavaScript that every visitor downloads. A service key or a vendor's key there opens the database, or spends the vendor's bill, to whoever presses F12; and it stays in every cached copy of the page.",
  pages: [
    "https://nextjs.org/docs/app/guides/environment-variables",
    "https://cwe.mitre.org/data/definitions/200.html",
  ],
  requirements: ["S1.10"],
  severity: "critical",
  neverExempt: true,
  whenUnknown: "notice",
  subjects: publicVariables,

  judge({ name, value, sameAs }, stack, violation) {
    const reason = reasonOf(name, value, sameAs, secretOf(stack.env.frontend?.[name]));
    if (reason)
      violation(
        `${name} ${reason}, and everybody who opens the page can read it; expected a server's secret only in a variable without a public prefix`,
        `${removeKey(stack, `cutover:env.frontend.${name}`)}, and make a new secret at its vendor if it was deployed; what its vendor means for the page has a name such as …_PUBLISHABLE_KEY`,
        stack.env.frontend?.[name] === undefined ? undefined : `cutover:env.frontend.${name}`,
      );
  },
});

/** A value tells more than a name: what a vendor made for the page may be called a key. */
function reasonOf(name: string, value: Plain, sameAs: string | undefined, secret = ""): string | undefined {
  const text = typeof value === "string" ? value : "";
  if (sameAs !== undefined && !isMadePublic(text)) return `has the value of the backend's ${sameAs}`;
  const token = tokenIn(text);
  // Google's keys for browsers have the form of its keys for servers.
  if (token !== undefined && !(isHarmless(name) && text.startsWith("AIza"))) return `is ${token}`;
  if (isMadePublic(text) || isHarmless(secret)) return undefined;
  return namesSecret(name) || namesServerAddress(name) ? "has the name of a secret" : undefined;
}
