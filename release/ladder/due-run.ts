import { durationMs } from "../../config/duration.ts";
import type { Declaration } from "./ladder.ts";
import type { Standing } from "./standing.ts";

/** One recording of evidence that is due now. */
export interface DueRun {
  /** What two runs at once agree on, so that one row is left. */
  readonly slot: Date;
  /** Whether the ladder asked for it; then its failure begins the dwell again. */
  readonly scheduled: boolean;
  /** Names of the gates to judge. */
  readonly gates: readonly string[];
}

/**
 * What `npx cutover checkpoint` records now: the open moments of the ladder's schedules, all by one run; else one of the
 * runs every `watchEvery`. An open moment stays open, and runs stay scheduled, until its gates pass or fail: what could not
 * be measured is measured again.
 */
export function dueRun(standing: Standing, { watchEvery }: Pick<Declaration, "watchEvery">): DueRun {
  const { since, now, missing, step, runs } = standing;
  const gates = missing.length > 0 ? [...new Set(missing.flatMap((slot) => slot.gates))] : (step?.gates ?? []);
  const scheduled = missing.length > 0;
  const open = missing.at(-1)?.at;
  const tried = open && runs.some((run) => run.scheduled && run.slot >= open);
  return { slot: open && !tried ? open : ofWatch(since, now, durationMs(watchEvery)), scheduled, gates };
}

/** The last moment of the watch that is not after now. */
const ofWatch = (since: Date, now: Date, everyMs: number) =>
  new Date(since.getTime() + Math.floor((now.getTime() - since.getTime()) / everyMs) * everyMs);
