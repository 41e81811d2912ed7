/**
 * The answer to one question about a running system (D5).
 *
 * `inconclusive` is neither success nor failure: the measuring itself failed (no connection, no time, too much data),
 * and an error of measuring is not a failure of the measured.
 */
type Outcome = "pass" | "fail" | "inconclusive";

/** One thing that is not as expected. Texts are for people: already cleaned, shortened and redacted. */
export interface Difference {
  /** `status`, `header sunset`, `body.processors_available`, `duration`. */
  readonly at: string;
  readonly observed: string;
  readonly expected: string;
  /** What else the answer said about it: where a redirect leads, the text of an error. */
  readonly detail?: string;
}

/** A verdict with everything needed to believe it, or to repeat it. */
export interface Verdict {
  readonly name: string;
  readonly outcome: Outcome;
  /** What was seen, on one line: `200`, `no answer`. */
  readonly observed: string;
  /** What would have passed, on one line. */
  readonly expected: string;
  /** Why it failed, the most telling first. Empty unless `outcome` is `fail`. */
  readonly differences: readonly Difference[];
  /** Why nothing could be measured. Only when `outcome` is `inconclusive`. */
  readonly reason?: string;
  /** Oddities that do not change the outcome. */
  readonly warnings: readonly string[];
  /** How many requests, rows or lines it rests on. */
  readonly sampleSize: number;
  /** The time it covers. */
  readonly window: { readonly from: Date; readonly to: Date };
  /** The request or query as sent, without secrets: `GET https://…`. */
  readonly request: string;
  /** When it was given. */
  readonly at: Date;
}
