import { durationMs } from "../../config/duration.ts";
import { variablesOf } from "../../config/rollout/condition.ts";
import { ROUTING_GATE } from "../../config/rollout/fit-names.ts";
import type { Gate } from "../../config/rollout/gate.ts";
import type { Schedule } from "../../config/rollout/ladder.ts";
import type { Position } from "../evidence/evidence.ts";
import type { Declaration, LadderStep } from "./ladder.ts";
import { compare, nameOf, same } from "./positions.ts";

interface Dwelling {
  readonly dwell: string;
  readonly checkpoints: readonly Schedule[];
  readonly gates?: readonly string[];
}

/**
 * The steps in their order: the percentages, then deprecated, removed and retired.
 *
 * A step that names no gates has those that name it or no step at all, with two exceptions among the latter. At 0 % nobody
 * is on the new version, and nothing could be measured: none of them. The first step above it has none before it to be
 * compared with: none that reads `baseline`, unless it asks whether this is the `first`.
 */
export function stepsOf({ ladder, legacy, gates, ...declared }: Declaration): readonly LadderStep[] {
  const step = (position: Position, dwelling: Dwelling, countsHere: (gate: Gate) => boolean): LadderStep => {
    const name = position.legacy === "serving" ? position.percent : position.legacy;
    const counting = gates.filter((gate) => gate.steps?.some((step) => step === name) ?? countsHere(gate));
    const names = dwelling.gates ?? counting.map((gate) => gate.name);
    return {
      position,
      name: nameOf(position),
      dwellMs: durationMs(dwelling.dwell),
      checkpoints: dwelling.checkpoints,
      gates: declared.routing && position.percent > 0 ? [...new Set([...names, ROUTING_GATE])] : names,
    };
  };
  return [
    ...ladder.map(({ percent, ...dwelling }, index) =>
      step({ percent, legacy: "serving" }, dwelling, [never, alone][index] ?? always),
    ),
    step({ percent: 100, legacy: "deprecated" }, legacy.deprecated, always),
    step({ percent: 100, legacy: "removed" }, legacy.removed, always),
    // The flag is gone: nothing follows, and nothing is judged.
    { position: { percent: 100, legacy: "retired" }, name: "retired", dwellMs: 0, checkpoints: [], gates: [] },
  ];
}

/** The step at a position; undefined where the ladder has none, as after a change by hand. */
export const stepAt = (steps: readonly LadderStep[], position: Position): LadderStep | undefined =>
  steps.find((step) => same(step.position, position));

/** The one step that may follow: the next; from a position that is no step, the highest below it. */
export function dueStep(steps: readonly LadderStep[], position: Position): LadderStep | undefined {
  return stepAt(steps, position)
    ? steps.find((step) => compare(step.position, position) > 0)
    : steps.findLast((step) => compare(step.position, position) < 0);
}

const always = () => true;
const never = () => false;

/** Whether it needs no step to compare with. */
function alone({ pass = "", fail = "", samples = "" }: Gate): boolean {
  const read = [pass, fail, samples].flatMap(variablesOf);
  return !(read.includes("baseline") || read.includes("baselineRows")) || read.includes("first");
}
