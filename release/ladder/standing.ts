import { durationMs } from "../../config/duration.ts";
import type { Baseline, Checkpoint, History, Position, RolloutEvent } from "../evidence/evidence.ts";
import { declarationDigest } from "./digest.ts";
import type { Declaration, LadderStep } from "./ladder.ts";
import { same } from "./positions.ts";
import { baselineOf, type Recorded, recordedOf } from "./recorded.ts";
import { fills, type Slot, slotsOf } from "./slots.ts";
import { dueStep, stepAt, stepsOf } from "./steps.ts";

/** Where a rollout stands on its ladder, by its evidence. Times are the evidence database's. */
export interface Standing extends Pick<Recorded, "earned" | "declared" | "granted" | "rollback" | "held"> {
  readonly now: Date;
  /** Id of the last row on record; 0 where there is none. */
  readonly seen: number;
  /** What users really get. */
  readonly position: Position;
  /** What the evidence says they get; when it is something else, a change by hand has not been recorded yet. */
  readonly recorded: Position | undefined;
  /** Undefined when the position is no step of the ladder. */
  readonly step: LadderStep | undefined;
  /** The one step that may follow; undefined after the last. */
  readonly due: LadderStep | undefined;
  /** When the step's dwell began, for the first time or again. */
  readonly since: Date;
  /** What made it begin; undefined when nothing recorded tells, and the dwell begins only now. */
  readonly because: RolloutEvent | Checkpoint | undefined;
  readonly dwellEnds: Date;
  /** Every moment of the step at which evidence is due. */
  readonly slots: readonly Slot[];
  /** Those that are over. */
  readonly dueSlots: readonly Slot[];
  /** Of these, those that no run has answered with passing gates: the next run is theirs. */
  readonly missing: readonly Slot[];
  /** The scheduled checkpoint whose failure began the dwell again. */
  readonly failed: Checkpoint | undefined;
  /** Runs of this step under this declaration, oldest first. */
  readonly runs: readonly Checkpoint[];
  /** The last run of any step. */
  readonly lastRun: Checkpoint | undefined;
  /** Whether `npx cutover checkpoint` runs: of its last two runs at least one came. */
  readonly watched: boolean;
  /** Figures of the step before, kept when it was left. */
  readonly baseline: Baseline;
  /** When the due step can open if nothing fails until then; undefined after the last step. */
  readonly earliest: Date | undefined;
}

/**
 * Adds up the past of a rollout for one position.
 * @param declaration the one that stood before the change that is judged
 * @param position what users really get
 */
export function standingOf(declaration: Declaration, history: History, position: Position): Standing {
  const { now } = history;
  const steps = stepsOf(declaration);
  const [step, due] = [stepAt(steps, position), dueStep(steps, position)];
  const { position: recorded, began, earned, declared, granted, rollback, held } = recordedOf(history.events);
  const known = recorded !== undefined && same(recorded, position) ? began : undefined;
  const failed = known && lastFailed(history.checkpoints, position, known);
  const because = failed ?? known;
  const since = because?.at ?? now;

  const digest = declarationDigest(declaration);
  const runs = history.checkpoints.filter(
    (run) =>
      same(run.position, position) &&
      run.since.getTime() === since.getTime() &&
      run.at >= since &&
      run.declaration === digest,
  );
  const slots = step ? slotsOf(step, since) : [];
  const dueSlots = slots.filter(({ at }) => at <= now);
  const missing = dueSlots.filter((slot) => !runs.some((run) => fills(run, slot)));
  const dwellEnds = new Date(since.getTime() + (step?.dwellMs ?? 0));
  const lastRun = history.checkpoints.at(-1);
  const seen = Math.max(lastRun?.at.getTime() ?? 0, since.getTime());

  return {
    ...{
      now,
      position,
      recorded,
      step,
      due,
      since,
      because,
      dwellEnds,
      slots,
      dueSlots,
      missing,
      failed,
      runs,
      lastRun,
    },
    ...{ earned, declared, granted, rollback, held },
    seen: Math.max(history.events.at(-1)?.id ?? 0, history.checkpoints.at(-1)?.id ?? 0),
    watched: now.getTime() - seen <= 2 * durationMs(declaration.watchEvery),
    baseline: baselineOf(history.events, position),
    earliest: step && due && latest([dwellEnds, slots.at(-1)?.at ?? since, now]),
  };
}

/** A failed scheduled checkpoint of this step, whatever was declared when it was taken (S2.2). */
const lastFailed = (checkpoints: readonly Checkpoint[], position: Position, began: RolloutEvent) =>
  checkpoints.findLast(
    (run) => run.scheduled && run.outcome === "fail" && run.id > began.id && same(run.position, position),
  );

const latest = (dates: readonly Date[]) => new Date(Math.max(...dates.map(Number)));
