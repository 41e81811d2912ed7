/** One thing that has to be so before users are sent to a new version (S2.1). */
export interface Prerequisite {
  readonly name: string;
  /** `warning`: not needed yet, or not known to be wrong. */
  readonly outcome: "pass" | "fail" | "warning";
  /** What was seen, on one line. Cleaned where it is another machine's word. */
  readonly observed: string;
  /** How to mend it, as a command where there is one. Missing when it passes. */
  readonly fix?: string;
}

export const pass = (name: string, observed: string): Prerequisite => ({ name, outcome: "pass", observed });
export const fail = (name: string, observed: string, fix: string): Prerequisite => ({
  name,
  outcome: "fail",
  observed,
  fix,
});
export const warning = (name: string, observed: string, fix: string): Prerequisite => ({
  name,
  outcome: "warning",
  observed,
  fix,
});
