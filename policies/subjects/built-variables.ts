import {
  VERCEL_DEPLOYMENT,
  VERCEL_PROJECT,
  VERCEL_SHARED_VARIABLE,
  VERCEL_VARIABLE,
  VERCEL_VARIABLES,
} from "../resource-types.ts";
import type { Subjects } from "../rule.ts";
import { type Plain, type PlainRecord, Unknown } from "../unknown.ts";
import { literalOf } from "./backend-services.ts";
import { recordOf } from "./rollouts.ts";
import type { ConfigOfVariables } from "./vercel-variables.ts";

/** What sets variables that production deployments of a frontend are built with. */
export interface BuiltVariables {
  /** The variable's, where it sets only one. */
  readonly name: string;
  readonly variables: readonly BuiltVariable[];
}

/** One of them. */
export interface BuiltVariable {
  /** With the name of what sets it where that sets several: `KEY of zero-twin`. */
  readonly name: string;
  readonly key: string;
  readonly value: Plain;
}

/** Where each keeps its list. */
const LISTS = new Map([
  [VERCEL_VARIABLES, "variables"],
  [VERCEL_PROJECT, "environments"],
]);

/** Variables of Production, wherever Vercel lets one be set: on a project, for a team, or for one deployment. */
export const builtVariables: Subjects<BuiltVariables, ConfigOfVariables> = {
  description: "environment variables of production on Vercel",
  types: new Set([VERCEL_VARIABLE, VERCEL_SHARED_VARIABLE, VERCEL_DEPLOYMENT, ...LISTS.keys()]),

  ofResource({ type, name, properties }) {
    const given = properties();
    if (type === VERCEL_DEPLOYMENT) return { name, variables: ofDeployment(name, given) };
    const list = LISTS.get(type);
    if (list !== undefined) return { name, variables: inProduction(listOf(given[list]), name) };
    const variables = inProduction([given]);
    return { name: variables[0]?.name ?? name, variables };
  },

  ofConfig: ({ env, origins }) =>
    Object.entries(env?.frontend ?? {}).map(([key, source]) => ({
      name: key,
      variables: [{ name: key, key, value: literalOf(source, origins) }],
    })),
};

/** What a preview does not know of a whole map follows from the rollout's output, which is a number. */
function ofDeployment(name: string, { production, target, environment = null }: PlainRecord): BuiltVariable[] {
  if (production !== true && target !== "production") return [];
  return Object.entries(recordOf(environment)).map(([key, value]) => ({ name: `${key} of ${name}`, key, value }));
}

const listOf = (value: Plain | undefined): PlainRecord[] => (Array.isArray(value) ? value.map(recordOf) : []);

function inProduction(variables: readonly PlainRecord[], of?: string): BuiltVariable[] {
  return variables.filter(reachesProduction).flatMap(({ key, value = null }) => {
    if (typeof key !== "string") return [];
    return [{ name: of === undefined ? key : `${key} of ${of}`, key, value }];
  });
}

/** So it is taken where that is not said. */
function reachesProduction({ targets, target = targets, customEnvironmentIds }: PlainRecord): boolean {
  if (Array.isArray(target)) return target.some((one) => one === "production" || one instanceof Unknown);
  return !(Array.isArray(customEnvironmentIds) && customEnvironmentIds.length > 0);
}
