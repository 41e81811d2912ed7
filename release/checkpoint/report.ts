import type { GateVerdict } from "../../checks/gates/gate-verdict.ts";
import type { Position, RolloutEvent } from "../evidence/evidence.ts";

/** What one run found and did; `npx cutover checkpoint --json` prints it. Times are ISO 8601. */
export interface CheckpointReport {
  readonly version: 1;
  readonly rollout: string;
  /** The evidence database's time; the machine's where it cannot be reached. */
  readonly at: string;
  /** Null where nothing tells. */
  readonly position: Position | null;
  /** The moment that this run is for; null where nothing could be recorded. */
  readonly slot: string | null;
  /** Whether the ladder asked for it. */
  readonly scheduled: boolean;
  readonly outcome: GateVerdict["outcome"];
  /** `already`: another run has recorded the same moment. */
  readonly recorded: "now" | "already" | "no";
  readonly gates: readonly GateVerdict[];
  readonly criteria: readonly {
    readonly verdict: GateVerdict;
    readonly metSince: string | null;
    /** Met, and for as long as it has to be. */
    readonly due: boolean;
    readonly action: "rollback" | "alert";
  }[];
  /** What Vercel showed and the evidence did not hold: recorded by this run. */
  readonly noticed: RolloutEvent | null;
  readonly rollback:
    | { readonly done: true; readonly reason: string; readonly lines: readonly string[] }
    | { readonly done: false; readonly reason: string; readonly why: string }
    | null;
  /** What is still watched after a rollback. */
  readonly watching: readonly string[];
  /** What a person should look at. */
  readonly alerts: readonly string[];
  /** What could not be reached. */
  readonly unreached: readonly string[];
  /** Gates and criteria that are declared wrongly, each with why. */
  readonly misdeclared: readonly string[];
}

/**
 * 0: nothing is wrong. 1: something failed, was rolled back, or should be looked at. 2: something is declared wrongly.
 * 3: something could not be measured or recorded, so nobody knows.
 */
export function exitCodeOf(report: CheckpointReport): 0 | 1 | 2 | 3 {
  if (report.rollback || report.alerts.length > 0 || report.outcome === "fail") return 1;
  if (report.misdeclared.length > 0) return 2;
  const unmeasured = [...report.gates, ...report.criteria.map(({ verdict }) => verdict)].filter(isUnmeasured);
  return report.unreached.length > 0 || unmeasured.length > 0 ? 3 : 0;
}

/** Nothing came back; too few samples, in contrast, come with figures, and time alone may mend them. */
export const isUnmeasured = ({ outcome, figures }: GateVerdict): boolean =>
  outcome === "inconclusive" && figures === undefined;
