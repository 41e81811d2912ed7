import { z } from "zod";
import { nearest, oneOf } from "../faults/expected.ts";
import { refuse } from "../rule.ts";
import { haveUniqueNames } from "../unique-names.ts";
import { type GateSetName, gateSets } from "./gate-set.ts";
import { legacySteps } from "./step-name.ts";
import { type LooseStep, stepsLoosely } from "./steps-loosely.ts";

/** The name of the gate that `routing` makes. */
export const ROUTING_GATE = "routing";

const Item = z.looseObject({
  name: z.string().optional().catch(undefined),
  set: z
    .enum(Object.keys(gateSets) as GateSetName[])
    .optional()
    .catch(undefined),
  steps: z.array(z.unknown()).catch([]),
});
type Item = z.output<typeof Item>;
const Lists = z.looseObject({
  gates: z.array(Item.catch({ steps: [] })).catch([]),
  rollbackWhen: z.array(Item.catch({ steps: [] })).catch([]),
  routing: z.unknown(),
});
type Ctx = z.core.$RefinementCtx;

/** Each name means one thing, and what steps and checkpoints name is there. */
export function fitNames(value: unknown, ctx: Ctx): void {
  const { gates, rollbackWhen, routing } = Lists.parse({ routing: undefined, ...Object(value) });
  const steps = stepsLoosely(value);
  haveUniqueNames("gate", ["gates"])(gates, ctx);
  haveUniqueNames("criterion", ["rollbackWhen"])(rollbackWhen, ctx);
  leaveTakenNames("gates", gates, { [ROUTING_GATE]: "cutover:rollout.routing" }, ctx);
  leaveTakenNames("rollbackWhen", rollbackWhen, {}, ctx);
  nameStepsThatExist(gates, steps, ctx);
  nameGatesThatExist(gates, routing !== undefined, steps, ctx);
}

type Owners = Readonly<Record<string, string>>;

/** A set stands once, and the names in it are its own. */
function leaveTakenNames(list: "gates" | "rollbackWhen", items: readonly Item[], reserved: Owners, ctx: Ctx): void {
  const owners = new Map(Object.entries(reserved));
  items.forEach(({ set }, index) => {
    if (set && items.findIndex((item) => item.set === set) < index)
      refuse(ctx, [list, index, "set"], "each set once", { removeItem: true });
    for (const name of set ? gateSets[set][list] : []) owners.set(name, `the set ${set}`);
  });
  items.forEach(({ name = "" }, index) => {
    const owner = owners.get(name);
    if (owner !== undefined)
      refuse(ctx, [list, index, "name"], `another name: ${owner} has this one`, { suggest: `${name} (2)` });
  });
}

function nameStepsThatExist(gates: readonly Item[], steps: readonly LooseStep[], ctx: Ctx): void {
  const percents = steps.map(({ name }) => name).filter((name) => typeof name === "number");
  const all = [...percents, ...legacySteps].join(", ");
  gates.forEach((gate, index) => {
    for (const [place, step] of gate.steps.entries())
      if (typeof step === "number" && !percents.includes(step))
        refuse(ctx, ["gates", index, "steps", place], `a step: ${all}`, { suggest: nextTo(step, percents) });
  });
}

const nextTo = (step: number, percents: readonly number[]): number =>
  percents.reduce((best, one) => (Math.abs(one - step) < Math.abs(best - step) ? one : best), 100);

function nameGatesThatExist(gates: readonly Item[], routed: boolean, steps: readonly LooseStep[], ctx: Ctx): void {
  // Without the name of one, nobody knows what is missing.
  if (gates.some(({ name, set }) => name === undefined && set === undefined)) return;
  const inSets = gates.flatMap(({ set }) => (set ? gateSets[set].gates : []));
  const own = gates.flatMap(({ name }) => (name === undefined ? [] : [name]));
  const known = [...new Set([...inSets, ...own, ...(routed ? [ROUTING_GATE] : [])])];
  const exist = (names: readonly string[] | undefined, path: readonly (string | number)[]) => {
    for (const [index, name] of (names ?? []).entries()) {
      if (name === "" || known.includes(name)) continue;
      const near = nearest(known, name);
      const expected = known.length > 0 ? oneOf(known, name) : "no name, because cutover:rollout.gates is empty";
      refuse(ctx, [...path, "gates", index], expected, near === undefined ? { remove: true } : { suggest: near });
    }
  };
  for (const { path, gates, checkpoints } of steps) {
    exist(gates, path);
    for (const [index, { gates }] of checkpoints.entries()) exist(gates, [...path, "checkpoints", index]);
  }
}
