/**
 * A plan as a pull request is judged by it: what a preview is going to do, without a secret's value.
 * Made from the engine's events by `plan-events.ts`; everything else here is a function of it.
 */

/** What becomes of a resource. `same` is not in a plan's changes. */
export type ChangeKind = "create" | "import" | "update" | "replace" | "delete";

/** One property that changes. */
export interface PropertyChange {
  /** As the engine writes it: `env.DEV_MODE`, `ladder[1].dwell`. */
  readonly path: string;
  readonly kind: "add" | "delete" | "update" | "replace";
  /** Undefined where there is none; masked where secret; text as JSON writes it, on one line. */
  readonly before: string | undefined;
  readonly after: string | undefined;
}

export interface ResourceChange {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly kind: ChangeKind;
  /** Sorted by path. For a creation or deletion the declared inputs are not listed here. */
  readonly properties: readonly PropertyChange[];
  /** Declared inputs as plain data with sorted keys; a secret is `[secret]`, what is not known yet `[unknown]`. */
  readonly inputs: unknown;
  /** A deletion that an earlier deployment left undone when it replaced this; nobody decides on it now. */
  readonly leftover?: true;
}

/** A line that the engine or a provider said about a resource or the stack: gate figures, warnings, errors. Never a debug line. */
export interface Said {
  readonly severity: "info" | "warning" | "error";
  readonly urn: string | undefined;
  readonly text: string;
}

export interface Plan {
  readonly stack: string;
  /** Sorted by URN. */
  readonly changes: readonly ResourceChange[];
  /** How many resources stay as they are. */
  readonly same: number;
  readonly said: readonly Said[];
}

/**
 * What of a plan is the same in two previews of one change, and differs when the change does. Kept with the commit, so
 * that `cutover deploy` can refuse what nobody reviewed and show how it differs.
 */
export interface PlanRecord {
  /** Raise it when what is digested changes. */
  readonly format: 1;
  readonly stack: string;
  /** sha256 over `resources`, hex. */
  readonly digest: string;
  /**
   * One line of each change (`line.ts`), of each section of the stack's file, `config origins HASH`, and of each secret,
   * `secret JWT_SECRET HASH`; sorted, words without blanks.
   */
  readonly resources: readonly string[];
}
