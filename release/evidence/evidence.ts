import type { Figures, GateVerdict } from "../../checks/gates/gate-verdict.ts";
import type { LegacyState } from "../../config/rollout/legacy.ts";

/** Where a rollout stands: the percent of users, and how far the old version has gone. */
export interface Position {
  readonly percent: number;
  readonly legacy: LegacyState;
}

interface Happened {
  /** Of the database's clock, never that of the machine that reports it; never earlier than the row before it. */
  readonly at: Date;
  readonly id: number;
}

/** Who did something, from which commit of the stack's repository. */
export interface Author {
  readonly actor: string;
  readonly commit?: string;
}

/** Figures by gate, kept for comparison with the next step. */
export type Baseline = Readonly<Record<string, Figures>>;

/** What happens to a rollout. Rows are only ever added. */
export type EventFact =
  | { readonly kind: "created"; readonly position: Position }
  | { readonly kind: "imported"; readonly position: Position }
  /** Ladder, gates, criteria or samples were edited: the step's dwell begins again. */
  | { readonly kind: "declared"; readonly digest: string }
  /** A promotion was judged and may now be carried out. `baseline`: the figures of the step that is left. */
  | {
      readonly kind: "granted";
      readonly from: Position;
      readonly to: Position;
      readonly declaration: string;
      readonly baseline: Baseline;
      readonly gates: readonly GateVerdict[];
      /** Id of the last row that the judgement knew of: what was recorded after it can take the permission back. */
      readonly seen?: number;
    }
  /** Users really get it now. */
  | { readonly kind: "arrived"; readonly position: Position; readonly deployment?: string; readonly commit?: string }
  | {
      readonly kind: "rolled-back";
      readonly from: Position;
      readonly to: Position;
      /** By a criterion, not by a person. */
      readonly automatic: boolean;
      readonly reason?: string;
      readonly incident?: boolean;
      readonly deployment?: string;
      readonly commit?: string;
    }
  /** Why a rollback was needed and what was done about it: needed before the next promotion (S2.10). */
  | { readonly kind: "explained"; readonly cause: string; readonly fix: string }
  /** The pull request that makes Git say what a rollback did. */
  | { readonly kind: "pull-request"; readonly url: string }
  /** An update with a declared percent that is not above the rolled-back one: Git says the same again. */
  | { readonly kind: "reconciled"; readonly position: Position }
  | { readonly kind: "held"; readonly reason: string }
  | { readonly kind: "lifted"; readonly reason?: string }
  /** What users get is not what the last arrival said: somebody deployed by hand. */
  | { readonly kind: "drifted"; readonly percent: number; readonly flag?: string }
  | { readonly kind: "complaint"; readonly text: string }
  | { readonly kind: "deleted"; readonly position: Position };

export type RolloutEvent = EventFact & Author & Happened;

/** One recording of evidence. `slot` is the moment it was due at; `scheduled` are the gates that this slot asks for. */
export interface CheckpointFact {
  readonly position: Position;
  /** When the step began for which it was taken. */
  readonly since: Date;
  /** The moment that it was due: of a schedule, or of `watchEvery`. Two runs for one slot leave one row. */
  readonly slot: Date;
  /** Whether a schedule of the ladder asked for it; else it is one of the runs every few minutes. */
  readonly scheduled: boolean;
  /** Digest of the declaration whose gates were judged (`release/ladder/digest.ts`): another one's runs open no step. */
  readonly declaration: string;
  readonly outcome: "pass" | "fail" | "inconclusive";
  readonly gates: readonly GateVerdict[];
  /** Of the rollback criteria: those that were met, and since when each has been met without a break. */
  readonly criteria: readonly { readonly name: string; readonly metSince: string; readonly verdict: GateVerdict }[];
  /** sha256 over all of the above, hex. */
  readonly digest: string;
}
export type Checkpoint = CheckpointFact & Author & Happened;

/** Everything that a verdict about a rollout needs to know of its past, oldest first. */
export interface History {
  /** The database's time when it was read: the one clock of a rollout (D10). */
  readonly now: Date;
  readonly events: readonly RolloutEvent[];
  /** The last 2,000 scheduled ones, of earlier steps too (charts are drawn from them), and the last 1,000 others. */
  readonly checkpoints: readonly Checkpoint[];
}

/** The evidence of one rollout, in the schema `cutover` of the app's own database. */
export interface Evidence {
  history(): Promise<History>;
  record(fact: EventFact, author: Author): Promise<RolloutEvent>;
  /** @returns undefined when another run has recorded this slot already. */
  recordCheckpoint(fact: CheckpointFact, author: Author): Promise<Checkpoint | undefined>;
  close(): Promise<void>;
}

/** The database cannot be reached or refuses. Says what and how to fix it; never holds the password. */
export class EvidenceUnreachable extends Error {
  readonly code = "EVIDENCE_UNREACHABLE";
}
