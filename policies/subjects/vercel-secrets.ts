import { secretOf } from "../env/declared.ts";
import type { StackFacts } from "../facts.ts";
import type { WholeSubjects } from "../rule.ts";
import { isHarmless, isPublic, namesSecret } from "../secrets/secret-names.ts";
import { Unknown } from "../unknown.ts";
import { VERCEL_SETTINGS, type VercelSetting, vercelSettings } from "./vercel-environment.ts";

/** A variable at Vercel whose value is a secret. */
export interface VercelSecret extends VercelSetting {
  readonly name: string;
  /** Whether it is one of production's: previews may have secrets of their own. */
  readonly ofProduction: boolean;
}

/** Variables at Vercel that hold secrets, as the configuration, their names and their forms say. */
export const vercelSecrets: WholeSubjects<VercelSecret, unknown> = {
  description: "variables of projects on Vercel that hold secrets",
  types: VERCEL_SETTINGS,
  ofStack(resources, stack) {
    const settings = resources.flatMap(vercelSettings);
    const production = settings.filter(reachesProduction);
    const values = new Set(production.map(({ value }) => value).filter((value) => !(value instanceof Unknown)));
    const keys = new Set(production.map(({ key }) => key));
    return settings
      .filter((setting) => isSecret(setting, stack))
      .map((setting) => {
        const { key, value } = setting;
        const isDeclared = stack.env.frontend?.[key] !== undefined && !keys.has(key);
        return { ...setting, name: key, ofProduction: reachesProduction(setting) || isDeclared || values.has(value) };
      });
  },
  // The configuration says neither where a variable goes nor how Vercel keeps it: the program does.
  ofConfig: () => [],
};

/** So it is taken where that is not known. */
const reachesProduction = ({ targets }: VercelSetting): boolean =>
  !Array.isArray(targets) || targets.some((target) => target === "production" || target instanceof Unknown);

/** What is public by its name is made for the page; what stands in clear is the matter of another rule. */
function isSecret({ key, value }: VercelSetting, { env }: StackFacts): boolean {
  if (isPublic(key)) return false;
  const source = env.frontend?.[key];
  if (source === undefined) return value instanceof Unknown && namesSecret(key);
  return secretOf(source) !== undefined && !isHarmless(key);
}
