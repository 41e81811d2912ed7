import type { Verdict } from "../verdict.ts";

/** What JSON can hold: a gate's figures are stored as they are. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type Row = { readonly [key: string]: Json };

/** What was measured: `result` in a gate's conditions, and `rows` where a query gave several. */
export interface Figures {
  /** The first row of a query; of other sources, their figures. */
  readonly result: Row;
  /** All rows of a query, at most 1,000; else empty. */
  readonly rows: readonly Row[];
}

/** The verdict of one gate with the figures it rests on, which the next step's gate is compared with. */
export interface GateVerdict extends Verdict {
  /** Absent when nothing could be measured. */
  readonly figures?: Figures;
  /** It failed, but not at as many checkpoints in a row as `failAfter` asks for; so it is inconclusive. */
  readonly softened?: true;
}
