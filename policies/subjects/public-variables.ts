import { secretOf } from "../env/declared.ts";
import type { StackFacts } from "../facts.ts";
import { VERCEL_DEPLOYMENT } from "../resource-types.ts";
import type { JudgedResource, WholeSubjects } from "../rule.ts";
import { isHarmless, isPublic, namesSecret, namesServerAddress } from "../secrets/secret-names.ts";
import { type Plain, Unknown } from "../unknown.ts";
import { backendServices, type ConfigOfServices } from "./backend-services.ts";
import { VERCEL_SETTINGS, variablesAtVercel } from "./vercel-environment.ts";

/** A variable that a build puts into the page, where everybody can read it. */
export interface PublicVariable {
  readonly name: string;
  readonly urn?: string;
  readonly value: Plain;
  /** A variable of the backend with the same value; undefined where there is none. */
  readonly sameAs: string | undefined;
}

/** Variables of the frontend with a public prefix, beside the secrets of the backend. */
export const publicVariables: WholeSubjects<PublicVariable, ConfigOfServices> = {
  description: "variables that a frontend's build puts into the page",
  types: new Set([...VERCEL_SETTINGS, VERCEL_DEPLOYMENT, ...backendServices.types]),

  ofStack(resources, stack) {
    const atVercel = resources
      .filter(({ type }) => VERCEL_SETTINGS.has(type) || type === VERCEL_DEPLOYMENT)
      .flatMap(variablesAtVercel);
    const secrets = new Map([
      ...atVercel
        .filter(({ key }) => isServers(key, stack.env.frontend?.[key]))
        .map(({ key, value }) => [value, key] as const),
      ...resources.filter(({ type }) => backendServices.types.has(type)).flatMap((one) => secretsOf(one, stack)),
    ]);
    return atVercel
      .filter(({ key }) => isPublic(key))
      .map(({ key, value, urn }) => {
        const known = typeof value === "string" && value.length >= SHORTEST;
        return { name: key, ...(urn ? { urn } : {}), value, sameAs: known ? secrets.get(value) : undefined };
      });
  },

  ofConfig({ env = {} }) {
    const secrets = Object.values(env)
      .flatMap((variables) => Object.entries(variables ?? {}))
      .filter(([name, source]) => isServers(name, source));
    return Object.entries(env.frontend ?? {})
      .filter(([key]) => isPublic(key))
      .map(([key, source]) => {
        const reference = secretOf(source);
        const [sameAs] = secrets.find(([, other]) => reference !== undefined && secretOf(other) === reference) ?? [];
        return { name: key, value: typeof source === "object" ? null : String(source), sameAs };
      });
  },
};

/** What one service has that only a server may have, by value. */
function secretsOf(resource: JudgedResource, stack: StackFacts): (readonly [Plain, string])[] {
  const { env, role } = backendServices.ofResource(resource);
  if (env instanceof Unknown) return [];
  return Object.entries(env)
    .filter(([name]) => isServers(name, stack.env[role]?.[name] ?? stack.env.backend?.[name]))
    .map(([name, value]) => [value, name] as const);
}

/** What only a server may have, by its name; a server may use a key that is made for the page, too. */
const isServers = (name: string, source: unknown) =>
  !isPublic(name) && (namesSecret(name) || namesServerAddress(name)) && !isHarmless(secretOf(source) ?? "");

/** Shorter values are equal by chance. */
const SHORTEST = 8;
