import { VERCEL_VARIABLE } from "../resource-types.ts";
import type { Subjects } from "../rule.ts";
import { type Plain, Unknown } from "../unknown.ts";
import { type ConfigOfServices, literalOf } from "./backend-services.ts";

/** One environment variable of a Vercel project. */
export interface VercelVariable {
  readonly name: string;
  readonly key: string;
  readonly value: Plain;
  /** Whether deployments to Production have it; so it is taken where that is not said. */
  readonly inProduction: boolean;
}

/** What this selector reads of a stack's configuration. */
export type ConfigOfVariables = Pick<ConfigOfServices, "env" | "origins">;

/** Environment variables of projects on Vercel. */
export const vercelVariables: Subjects<VercelVariable, ConfigOfVariables> = {
  description: "environment variables of projects on Vercel",
  types: new Set([VERCEL_VARIABLE]),

  ofResource({ name, properties }) {
    const { key, value, targets } = properties();
    const known = typeof key === "string" ? key : name;
    const said = Array.isArray(targets) ? targets : ["production"];
    return { name: known, key: known, value: value ?? null, inProduction: said.some(mayBeProduction) };
  },

  ofConfig: ({ env, origins }) =>
    Object.entries(env?.frontend ?? {}).map(([key, source]) => ({
      name: key,
      key,
      value: literalOf(source, origins),
      inProduction: true,
    })),
};

const mayBeProduction = (target: Plain) => target === "production" || target instanceof Unknown;
