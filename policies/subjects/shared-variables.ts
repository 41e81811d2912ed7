import type { StackFacts } from "../facts.ts";
import type { JudgedResource, WholeSubjects } from "../rule.ts";
import { type Plain, type PlainRecord, Unknown } from "../unknown.ts";
import { type BackendService, backendServices, type ConfigOfServices } from "./backend-services.ts";

/** A variable that several services have, as one of them has it. */
export interface SharedVariable {
  /** The service. */
  readonly name: string;
  readonly urn?: string;
  readonly variable: string;
  readonly here: Variable;
  /** The first service that has it, the API where it does. */
  readonly first: Variable & { readonly name: string };
}

/** A variable in the environment of one service. */
export interface Variable {
  readonly value: Plain;
  /** Everything that the service finds beside it. */
  readonly env: PlainRecord;
  readonly role: BackendService["role"];
}

/** What services on Render have under one name, each beside the first of them. */
export const sharedVariables: WholeSubjects<SharedVariable, ConfigOfServices> = {
  description: "variables that several services on Render have",
  types: backendServices.types,

  ofStack: (resources) =>
    compared(
      resources.map((resource) => ({
        ...backendServices.ofResource(resource),
        ...(resource.urn ? { urn: resource.urn } : {}),
      })),
    ),
  ofConfig: (config) => compared(backendServices.ofConfig(config)),
};

type Service = BackendService & Pick<JudgedResource, "urn">;
const ORDER: readonly BackendService["role"][] = ["api", "worker", "scheduler"];

function compared(services: readonly Service[]): SharedVariable[] {
  const firsts = new Map<string, SharedVariable["first"]>();
  return services
    .toSorted((one, other) => ORDER.indexOf(one.role) - ORDER.indexOf(other.role))
    .flatMap((service) => {
      const { name, urn, role, env } = service;
      if (env instanceof Unknown) return [];
      return Object.entries(env).flatMap(([variable, value]): SharedVariable[] => {
        if (value === null) return [];
        const first = firsts.get(variable);
        if (!first) firsts.set(variable, { name, value, env, role });
        // What is not known is told apart by where it comes from, which the rule sees.
        if (!first || (first.value === value && !(value instanceof Unknown))) return [];
        return [{ name, ...(urn ? { urn } : {}), variable, here: { value, env, role }, first }];
      });
    });
}

/** The side of `cutover:env` on which a service's variable stands, and what stands there. */
export function declarationOf(variable: string, { role }: Variable, { env }: StackFacts) {
  const side = env[role]?.[variable] === undefined ? "backend" : role;
  return { side, source: env[side]?.[variable] };
}
