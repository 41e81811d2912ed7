import type { WholeSubjects } from "../rule.ts";
import { type Plain, Unknown } from "../unknown.ts";
import { backendServices, type ConfigOfServices } from "./backend-services.ts";
import { vercelVariables } from "./vercel-variables.ts";

/** A variable that a build puts into the page, where everybody can read it. */
export interface PublicVariable {
  readonly name: string;
  readonly urn?: string;
  readonly value: Plain;
  /** A variable of the backend with the same value; undefined where there is none. */
  readonly sameAs: string | undefined;
}

/** Prefixes by which the frameworks' builds know what may stand in the page. */
const PUBLIC = /^(NEXT_PUBLIC|VITE|REACT_APP|PUBLIC|GATSBY|NUXT_PUBLIC|EXPO_PUBLIC|VUE_APP|NG_APP)_/;

/** What is public at the vendors too, whatever else its name says. */
const HARMLESS = /ANON|PUBLISHABLE|PUBLIC|SITE_KEY|CLIENT_ID/;
const SECRET = /KEY|SECRET|TOKEN|PASSWORD|PASSWD|CREDENTIAL|PRIVATE|DSN/;

/** Whether a name without its public prefix is that of a secret. */
export const namesSecret = (name: string): boolean => {
  const bare = name.toUpperCase().replace(PUBLIC, "");
  return SECRET.test(bare) && !HARMLESS.test(bare);
};

/** Variables of the frontend with a public prefix, beside the secrets of the backend. */
export const publicVariables: WholeSubjects<PublicVariable, ConfigOfServices> = {
  description: "variables that a frontend's build puts into the page",
  types: new Set([...vercelVariables.types, ...backendServices.types]),

  ofStack(resources) {
    const secrets = resources
      .filter(({ type }) => backendServices.types.has(type))
      .flatMap((resource) => {
        const { env } = backendServices.ofResource(resource);
        return env instanceof Unknown ? [] : Object.entries(env).filter(([name]) => namesSecret(name));
      });
    return resources
      .filter(({ type }) => vercelVariables.types.has(type))
      .map((resource) => ({ ...vercelVariables.ofResource(resource), ...(resource.urn ? { urn: resource.urn } : {}) }))
      .filter(({ key }) => PUBLIC.test(key))
      .map(({ key, value, urn }) => {
        const known = typeof value === "string" && value.length >= SHORTEST;
        const [sameAs] = known ? (secrets.find(([, other]) => other === value) ?? []) : [];
        return { name: key, ...(urn ? { urn } : {}), value, sameAs };
      });
  },

  ofConfig({ env = {} }) {
    const secrets = Object.entries(env)
      .filter(([side]) => side !== "frontend")
      .flatMap(([, variables]) => Object.entries(variables ?? {}))
      .filter(([name]) => namesSecret(name));
    return Object.entries(env.frontend ?? {})
      .filter(([key]) => PUBLIC.test(key))
      .map(([key, source]) => {
        const reference = secretOf(source);
        const [sameAs] = secrets.find(([, other]) => reference !== undefined && secretOf(other) === reference) ?? [];
        return { name: key, value: typeof source === "object" ? null : String(source), sameAs };
      });
  },
};

/** Shorter values are equal by chance. */
const SHORTEST = 8;

const secretOf = (source: unknown): unknown =>
  typeof source === "object" && source !== null && "secret" in source ? source.secret : undefined;
