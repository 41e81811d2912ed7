import type { Figures, GateVerdict } from "./gate-verdict.ts";
import type { Sources } from "./sources.ts";

/** What gates are judged by, apart from what they declare. */
export interface GateContext {
  readonly sources: Sources;
  /** The evidence database's time (D10). */
  readonly now: Date;
  /** No window reaches further back: what was before belongs to another percent. */
  readonly stepBegan: Date;
  /** What users get. */
  readonly percent: number;
  /** Of every SQL gate that does not say its own. */
  readonly minSamples: number;
  /** Figures by gate, kept when the step before was left. */
  readonly baseline: Readonly<Record<string, Figures>>;
  /** Whether this is the lowest step with users on the new version: conditions see it as `first`, and have no baseline. */
  readonly first: boolean;
  /** The verdicts that a gate was given at this step's scheduled checkpoints, the newest first. */
  earlier(name: string): readonly Pick<GateVerdict, "outcome" | "softened">[];
  readonly signal: AbortSignal;
  /** For all gates together; default 60,000. What has not answered by then is inconclusive. */
  readonly deadlineMs?: number;
}
