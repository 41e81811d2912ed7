import type { GateVerdict } from "../../checks/gates/gate-verdict.ts";
import type { Position } from "../evidence/evidence.ts";

/**
 * Where a rollout stands, in one word: `ready` for the next step, `waiting` for time or evidence, `blocked` until somebody
 * does something, `rolled-back`, `drifted` (users get something else than was recorded), `complete`, or `unknown`.
 */
export type Standing = "ready" | "waiting" | "blocked" | "rolled-back" | "drifted" | "complete" | "unknown";

export interface StatusStep {
  /** `10 %`, `deprecated`. */
  readonly name: string;
  readonly position: Position;
  readonly dwellMs: number;
  readonly state: "done" | "here" | "ahead";
}

/** What `npx cutover status --json` prints. Times are ISO 8601. `version` changes when a field goes or changes meaning. */
export interface Status {
  readonly version: 1;
  readonly rollout: string;
  readonly stack: string;
  readonly flag: string;
  /** The evidence database's time; the machine's where the database cannot be reached (`unknown` says so). */
  readonly at: string;
  readonly standing: Standing;
  /** One sentence: where it stands and what comes next. */
  readonly headline: string;
  /** What users really get; null where Vercel does not tell. */
  readonly users: {
    readonly percent: number | null;
    readonly deployment: string | null;
    readonly commit: string | null;
    /** As it is written at Vercel; null where there is none or it is not shown. */
    readonly flag: string | null;
  } | null;
  readonly ladder: readonly StatusStep[];
  /** The present step; null where the evidence cannot be read or the rollout has not begun. */
  readonly step: {
    readonly name: string;
    readonly position: Position;
    readonly since: string;
    readonly dwellMs: number;
    /** Of the dwell, from 0 to 1. */
    readonly dwelt: number;
  } | null;
  /** The next step; null after the last one. */
  readonly next: {
    readonly name: string;
    readonly position: Position;
    readonly earliest: string | null;
    /** What keeps it from happening now; empty when it can. */
    readonly obstacles: readonly { readonly code: string; readonly what: string; readonly detail: string }[];
  } | null;
  /** `live`: asked just now; else as the last checkpoint recorded them. */
  readonly gates: { readonly live: boolean; readonly verdicts: readonly GateVerdict[] };
  /** A promotion that was granted and written to the flag, and that users do not have yet. */
  readonly underWay: { readonly to: Position; readonly since: string } | null;
  readonly drift: readonly string[];
  readonly hold: { readonly reason: string; readonly by: string; readonly since: string } | null;
  readonly rollback: {
    readonly at: string;
    readonly from: Position;
    readonly to: Position;
    readonly automatic: boolean;
    readonly reason: string | null;
    readonly explained: boolean;
    readonly reconciled: boolean;
    readonly pullRequest: string | null;
  } | null;
  /** The runs of `npx cutover checkpoint`; null when there was none. */
  readonly watch: { readonly lastRun: string; readonly missed: number; readonly outcome: string } | null;
  /** What a rollback did and could not record yet. */
  readonly journal: readonly string[];
  /** Newest first, at most 50. */
  readonly events: readonly StatusEvent[];
  /** What was measured over time, oldest first. */
  readonly series: Series;
  /** Sources that did not answer, each with why: what depends on them is missing above. */
  readonly unknown: readonly { readonly what: string; readonly why: string }[];
}

export interface StatusEvent {
  readonly at: string;
  readonly kind: string;
  readonly text: string;
  readonly actor: string;
  readonly commit: string | null;
}

/** Points for charts. Percentages are 0 to 100, durations seconds. */
export interface Series {
  readonly success: readonly Point[];
  readonly p50: readonly Point[];
  readonly p95: readonly Point[];
  readonly share: readonly Point[];
  /** The percent that users got, from its moment on. */
  readonly steps: readonly { readonly at: string; readonly name: string; readonly percent: number }[];
  /** The success rate that the gates ask for, where one does. */
  readonly successNeeded: number | null;
}

export interface Point {
  readonly at: string;
  readonly value: number;
}
