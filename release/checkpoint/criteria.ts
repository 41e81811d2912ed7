import type { GateVerdict } from "../../checks/gates/gate-verdict.ts";
import { durationMs } from "../../config/duration.ts";
import type { Criterion } from "../../config/rollout/gate.ts";
import type { Checkpoint, CheckpointFact } from "../evidence/evidence.ts";

export type RecordedCriterion = CheckpointFact["criteria"][number];

/** A rollback criterion as this run found it. */
export interface JudgedCriterion {
  readonly criterion: Criterion;
  /** `fail`: it is met. */
  readonly verdict: GateVerdict;
  /** Since when it has been met without a break; undefined where it is not, or was never seen to be. */
  readonly metSince: Date | undefined;
  /** Whether it is met now, and has been for as long as it has to persist. */
  readonly due: boolean;
}

export interface Memory {
  /** Of this rollout, oldest first. */
  readonly checkpoints: readonly Checkpoint[];
  readonly now: Date;
  readonly watchEveryMs: number;
}

/**
 * Adds to a verdict since when the criterion has been met, as the runs before recorded it. An inconclusive run neither
 * ends that time nor acts; a run in which it was not met ends it, and so do three runs that did not come, since nobody knows
 * what happened meanwhile.
 */
export function judged(criterion: Criterion, verdict: GateVerdict, memory: Memory): JudgedCriterion {
  const before = metBefore(criterion.name, memory);
  const metSince =
    verdict.outcome === "pass" ? undefined : (before ?? (verdict.outcome === "fail" ? memory.now : undefined));
  const metMs = metSince ? memory.now.getTime() - metSince.getTime() : 0;
  return { criterion, verdict, metSince, due: verdict.outcome === "fail" && metMs >= durationMs(criterion.persists) };
}

/** Since when the last run says that it has been met. */
function metBefore(name: string, { checkpoints, now, watchEveryMs }: Memory): Date | undefined {
  const last = checkpoints.at(-1);
  if (!last || last.position.percent === 0 || now.getTime() - last.at.getTime() >= 4 * watchEveryMs) return undefined;
  const recorded = last.criteria.find((one) => one.name === name);
  return recorded && new Date(recorded.metSince);
}

/** What the run's row keeps: those that are met, or were and could not be judged now. */
export const kept = (criteria: readonly JudgedCriterion[]): RecordedCriterion[] =>
  criteria.flatMap(({ criterion: { name }, verdict, metSince }) =>
    metSince ? [{ name, metSince: metSince.toISOString(), verdict }] : [],
  );
