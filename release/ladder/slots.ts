import { durationMs } from "../../config/duration.ts";
import type { Checkpoint } from "../evidence/evidence.ts";
import type { LadderStep } from "./ladder.ts";

/** A moment at which a schedule of the ladder asks for evidence. */
export interface Slot {
  readonly at: Date;
  /** Names of the gates that it asks for. */
  readonly gates: readonly string[];
}

/** All moments of a step at which evidence is due, in order. `every` ends with the dwell, `at` may lie behind it. */
export function slotsOf(step: LadderStep, since: Date): readonly Slot[] {
  const gatesAt = new Map<number, readonly string[]>();
  for (const { at = [], every, gates = step.gates } of step.checkpoints) {
    for (const afterMs of [...at.map(durationMs), ...again(every, step.dwellMs)]) {
      gatesAt.set(afterMs, [...new Set([...(gatesAt.get(afterMs) ?? []), ...gates])]);
    }
  }
  return [...gatesAt]
    .sort(([a], [b]) => a - b)
    .map(([afterMs, gates]) => ({ at: new Date(since.getTime() + afterMs), gates }));
}

function again(every: string | undefined, dwellMs: number): number[] {
  if (every === undefined) return [];
  const everyMs = durationMs(every);
  return Array.from({ length: Math.floor(dwellMs / everyMs) }, (_, index) => (index + 1) * everyMs);
}

/** Whether a run of this step answers what the slot asked: taken when it was due or later, and all its gates pass. */
export const fills = (run: Checkpoint, { at, gates }: Slot): boolean =>
  run.at >= at && gates.every((name) => run.gates.some((gate) => gate.name === name && gate.outcome === "pass"));
