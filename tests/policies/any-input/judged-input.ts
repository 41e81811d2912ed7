import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";
import { stackConfig } from "../../../config/schema.ts";
import { factsOf, type StackFacts } from "../../../policies/facts.ts";
import { isGoingDown } from "../../../policies/going-down.ts";
import type { Finding, JudgedResource } from "../../../policies/rule.ts";
import { rules } from "../../../policies/rules.ts";
import { type PlainRecord, plain } from "../../../policies/unknown.ts";
import { type DeclaredResource, declaredResources, type Phase } from "../variants/declared-resources.ts";
import { undeclared } from "./undeclared.ts";

type StackName = "prod" | "staging" | "repo";

/** Everything that rules get to see, as plain data. */
export interface Input {
  readonly stack: string;
  readonly sections: PlainRecord;
  /** The file of the stack beside it. */
  readonly sibling: PlainRecord;
  /** What each resource is declared with, and what it is at the end. */
  readonly inputs: PlainRecord;
  readonly outputs: PlainRecord;
  /** What the engine knows of each besides, by the same keys. */
  readonly declared: Readonly<Record<string, Omit<DeclaredResource, "inputs" | "outputs">>>;
}

const File = z.object({ config: z.record(z.string(), z.unknown()) });

function committed(name: StackName): PlainRecord {
  const { config } = File.parse(parse(readFileSync(new URL(`../../../Pulumi.${name}.yaml`, import.meta.url), "utf8")));
  const own = Object.entries(config).filter(([key]) => key.startsWith("cutover:"));
  return recordOf(own.map(([key, value]) => [key.slice("cutover:".length), value]));
}

const recordOf = (entries: readonly (readonly [string, unknown])[]) =>
  plain(Object.fromEntries(entries)) as PlainRecord;

/** A committed stack as its real program declares it, and what it does not declare. The value of secret NAME is `secretOf(NAME)`. */
export async function committedInput(
  name: StackName,
  phase: Phase,
  secretOf: (name: string) => string,
): Promise<Input> {
  const sections = committed(name);
  const named = [...JSON.stringify(sections).matchAll(/"secret":"(\w+)"/g)].map(([, secret = ""]) => secret);
  const secrets = Object.fromEntries(named.map((secret) => [secret, secretOf(secret)]));
  const declared = await declaredResources(name, name === "repo" ? sections : { ...sections, secrets }, phase);
  const all = [...declared, ...Object.entries(undeclared).map(([type, inputs]) => addedTo(name, type, inputs))];
  const keyed = all.map((resource) => [`${resource.type} ${resource.name}`, resource] as const);
  return {
    ...{ stack: name, sections, sibling: committed(name === "staging" ? "prod" : "staging") },
    inputs: recordOf(keyed.map(([key, { inputs }]) => [key, inputs])),
    outputs: recordOf(keyed.map(([key, { outputs }]) => [key, outputs])),
    declared: Object.fromEntries(keyed.map(([key, { inputs: _, outputs: __, ...known }]) => [key, known])),
  };
}

const addedTo = (stack: string, type: string, inputs: Record<string, unknown>): DeclaredResource => ({
  ...{ type, name: "added", urn: `urn:pulumi:${stack}::cutover::${type}::added`, inputs, outputs: inputs },
  ...{ protect: false, dependsOn: [] },
});

/** What every rule finds in the pack: in each resource as it is declared, and in all of them as they are at the end. */
export function foundInPack(
  input: Input,
  order: (all: JudgedResource[]) => JudgedResource[] = (all) => all,
): Finding[] {
  const facts = factsIn(input);
  const [single, together] = [input.inputs, input.outputs].map((all) => order(resourcesOf(input, all)));
  const whole = { ...facts, goingDown: isGoingDown(together ?? []) };
  return rules.flatMap((rule) => [
    ...(single ?? []).flatMap((resource) => rule.judgeResource(resource, () => facts)),
    ...rule.judgeStack(together ?? [], () => whole),
  ]);
}

/** What every rule finds in the configuration alone, where the program would take that. */
export function foundInConfig(input: Input): Finding[] {
  const config = stackConfig.safeParse(input.sections);
  return config.success ? rules.flatMap((rule) => rule.judgeConfig(config.data, factsIn(input))) : [];
}

function factsIn({ stack, sections, sibling }: Input): StackFacts {
  const siblings = () => [{ stack: "other", environment: "staging", section: (key: string) => own(sibling, key) }];
  return factsOf(stack, (key) => own(sections, key), { now: new Date("2026-11-21T12:00:00Z"), siblings });
}

const own = (section: PlainRecord, key: string): unknown => (Object.hasOwn(section, key) ? section[key] : undefined);

/** Whatever is in it: what a resource is declared with is a map. */
function resourcesOf({ declared }: Input, all: PlainRecord): JudgedResource[] {
  return Object.entries(declared).map(([key, known]) => {
    const found = all[key];
    const properties = frozen(typeof found === "object" && found !== null ? found : {}) as PlainRecord;
    return { ...known, properties: () => properties };
  });
}

/** A rule that changes what it judges fails. */
function frozen<Value>(value: Value): Value {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  for (const inner of Object.values(value)) frozen(inner);
  return Object.freeze(value);
}
