import { evaluateCriterion, evaluateGates, GateMisdeclared } from "../../checks/gates/evaluate-gates.ts";
import { evaluateRouting } from "../../checks/gates/evaluate-routing.ts";
import type { GateContext } from "../../checks/gates/gate-context.ts";
import type { GateVerdict } from "../../checks/gates/gate-verdict.ts";
import type { Sources } from "../../checks/gates/sources.ts";
import { ROUTING_GATE } from "../../config/rollout/fit-names.ts";
import type { Criterion } from "../../config/rollout/gate.ts";
import type { Declaration } from "../ladder/ladder.ts";
import type { Standing } from "../ladder/standing.ts";
import { contextOf } from "../promotion/gather.ts";

/** For criteria, and then for gates: a run is over within two minutes. */
const DEADLINE_MS = 45_000;

/** When, and at which percent, gates and criteria are judged where the evidence cannot be read. */
export interface Unrecorded {
  readonly now: Date;
  readonly began: Date;
  readonly percent: number;
}

/** What gates and criteria are judged with; without evidence there is nothing to compare with. */
export function contextFor(
  declaration: Declaration,
  standing: Standing | undefined,
  { now, began, percent }: Unrecorded,
  reach: { readonly sources: Sources; readonly signal: AbortSignal },
): GateContext {
  if (standing) return { ...contextOf(declaration, standing, reach), deadlineMs: DEADLINE_MS };
  const { minSamples } = declaration;
  return {
    ...{ ...reach, now, percent, minSamples, stepBegan: began, baseline: {}, first: false, deadlineMs: DEADLINE_MS },
    earlier: () => [],
  };
}

export interface Measured<Item> {
  readonly measured: readonly Item[];
  /** Why one could not be judged at all: it is declared wrongly. */
  readonly misdeclared: readonly string[];
}

/** Judges the gates of these names, each by itself: one that is declared wrongly keeps no other from its verdict. */
export function measureGates(
  names: readonly string[],
  { gates, routing }: Pick<Declaration, "gates" | "routing">,
  context: GateContext,
): Promise<Measured<GateVerdict>> {
  const asked = gates.filter(({ name }) => names.includes(name));
  return gathered([
    ...(routing && names.includes(ROUTING_GATE) ? [evaluateRouting(routing, context)] : []),
    ...asked.map(async (gate) => only(await evaluateGates([gate], context))),
  ]);
}

/** Judges rollback criteria side by side, within the deadline. */
export const measureCriteria = (
  criteria: readonly Criterion[],
  context: GateContext,
): Promise<Measured<{ readonly criterion: Criterion; readonly verdict: GateVerdict }>> =>
  gathered(criteria.map(async (criterion) => ({ criterion, verdict: await evaluateCriterion(criterion, context) })));

/** @throws whatever is neither a verdict nor a fault of a declaration: an interrupt, a bug of ours */
async function gathered<Item>(judging: readonly Promise<Item>[]): Promise<Measured<Item>> {
  const measured: Item[] = [];
  const misdeclared: string[] = [];
  for (const one of await Promise.allSettled(judging)) {
    if (one.status === "fulfilled") measured.push(one.value);
    else if (one.reason instanceof GateMisdeclared) misdeclared.push(one.reason.message);
    else throw one.reason;
  }
  return { measured, misdeclared };
}

function only([verdict]: readonly GateVerdict[]): GateVerdict {
  if (!verdict) throw new Error("A gate was judged and gave no verdict");
  return verdict;
}
