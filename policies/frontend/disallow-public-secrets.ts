import { onStack } from "../facts.ts";
import { rule } from "../rule.ts";
import { namesSecret, publicVariables } from "../subjects/public-variables.ts";
import type { Plain } from "../unknown.ts";

/** Whatever has a public prefix is built into the page: a server's secret there belongs to everybody (S1.10). */
export const disallowPublicSecrets = rule({
  name: "disallow-public-secrets",
  description: "No variable with a public prefix such as NEXT_PUBLIC_ holds a server's secret, by name or by value.",
  requirements: ["S1.10"],
  severity: "critical",
  neverExempt: true,
  whenUnknown: "notice",
  subjects: publicVariables,

  judge({ name, value, sameAs }, stack, violation) {
    const reason = namesSecret(name)
      ? "has the name of a secret"
      : sameAs !== undefined
        ? `has the value of the backend's ${sameAs}`
        : serverCredential(value);
    if (reason)
      violation(
        `${name} ${reason}, and everybody who opens the page can read it; expected a server's secret only in a variable without a public prefix`,
        `pulumi config rm --path cutover:env.frontend.${name}${onStack(stack)}, and make a new secret at its vendor if it was deployed`,
      );
  },
});

/** Forms that vendors give to credentials of servers; a Supabase key says in itself whose it is. */
function serverCredential(value: Plain): string | undefined {
  if (typeof value !== "string") return undefined;
  if (roleOf(value) === "service_role") return "is a key with the role service_role";
  if (
    /^(sk-|sk_live_|sk_test_|rk_live_|sb_secret_|pcsk_|rnd_|gh[pousr]_|github_pat_|xox[abp]-|AKIA|whsec_)/.test(value)
  )
    return "has the form of a server's credential";
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(value)) return "is a private key";
  return /^[a-z][a-z0-9+.-]*:\/\/[^\s/@:]*:[^\s/@]+@/i.test(value) ? "is an address with a password" : undefined;
}

function roleOf(token: string): unknown {
  const [, payload] = /^eyJ[\w-]+\.(eyJ[\w-]+)\.[\w-]+$/.exec(token) ?? [];
  if (payload === undefined) return undefined;
  try {
    return Object(JSON.parse(Buffer.from(payload, "base64url").toString())).role;
  } catch {
    return undefined;
  }
}
