import { z } from "zod";
import { dataStoreOf } from "../env/data-store.ts";
import type { ReadConfig, StackFacts } from "../facts.ts";
import type { JudgedResource, WholeSubjects } from "../rule.ts";
import { Unknown } from "../unknown.ts";
import { environments } from "./environments.ts";

/** One thing that must be a stack's own: a service by its name, something adopted by its id, a place where data is kept. */
export interface Belonging {
  readonly name: string;
  readonly urn?: string;
  /** For messages: a variable, or what of a service. */
  readonly what: string;
  /** Equal for the same thing, in whatever stack it is named. */
  readonly id: string;
  /** The key of the stack's configuration that says so. */
  readonly key: string;
}

/** What a stack has for itself, by its resources and its configuration. */
export const stackBelongings: WholeSubjects<Belonging, unknown> = {
  description: "services, projects and stores of a stack",
  types: environments.types,
  ofStack: (resources, stack) => [...declaredIn(stack.section), ...storesOf(resources, stack)],
  // Another stack's file is not there when the program judges its own configuration.
  ofConfig: () => [],
};

/** The same of another stack, as its file has it; encrypted values cannot be compared. */
export function belongingsIn(section: ReadConfig, production: boolean): Belonging[] {
  const env = Env.parse(section("env"));
  const stores = Object.entries(env).flatMap(([side, variables]) => storesIn(variables, { side, production }));
  return [...declaredIn(section), ...stores];
}

const Env = z.record(z.string(), z.record(z.string(), z.unknown()).catch({})).catch({});
const Named = z.object({ name: z.string(), adopt: z.string().optional().catch(undefined) });
const Services = z.record(z.string(), Named.optional().catch(undefined)).catch({});
const Owner = z.object({ owner: z.string() });
const Team = z.object({ team: z.string() });

function declaredIn(section: ReadConfig): Belonging[] {
  const { owner } = Owner.safeParse(section("render")).data ?? {};
  const { team } = Team.safeParse(section("vercel")).data ?? {};
  const project = Named.safeParse(section("frontend")).data?.name;
  const services = Object.entries(Services.parse(section("services"))).flatMap(([role, service]): Belonging[] => {
    if (!service) return [];
    const { name, adopt } = service;
    const key = `cutover:services.${role}`;
    const kind = role === "queue" ? "store" : "service";
    return [
      ...(owner ? [{ name, what: `its name in ${owner}`, id: `${kind}:${owner}/${name}`, key: `${key}.name` }] : []),
      ...(adopt ? [{ name, what: "what it adopts", id: `adopted:${adopt}`, key: `${key}.adopt` }] : []),
      // The address of an adopted store holds its id.
      ...(adopt && role === "queue" ? [{ name, what: "queue", id: `data:${adopt}/`, key: `${key}.adopt` }] : []),
    ];
  });
  if (!team || project === undefined) return services;
  const key = "cutover:frontend.name";
  return [...services, { name: project, what: `its name in ${team}`, id: `project:${team}/${project}`, key }];
}

/** What the services and the frontend really have, each variable of the configuration once. */
function storesOf(resources: readonly JudgedResource[], stack: StackFacts): Belonging[] {
  const all = environments.ofStack(resources, stack).flatMap((environment) => {
    if (environment.env instanceof Unknown) return [];
    const { name, urn } = environment;
    const side = (variable: string) => environment.sideOf(variable, stack);
    return storesIn(environment.env, { name, urn, side, production: stack.production });
  });
  return [...new Map(all.toReversed().map((one) => [one.key, one])).values()].toReversed();
}

interface Place {
  readonly name?: string;
  readonly urn?: string | undefined;
  readonly side: string | ((variable: string) => string);
  readonly production: boolean;
}

/** Production may name staging's database, from which it copies (S4.4). */
function storesIn(variables: Readonly<Record<string, unknown>>, { name, urn, side, production }: Place): Belonging[] {
  return Object.entries(variables).flatMap(([variable, value]) => {
    const store = production && variable.startsWith("STAGING_") ? undefined : dataStoreOf(variable, value, variables);
    if (store === undefined) return [];
    const key = `cutover:env.${typeof side === "string" ? side : side(variable)}.${variable}`;
    return [{ name: name ?? variable, ...(urn ? { urn } : {}), what: variable, id: `data:${store}`, key }];
  });
}
