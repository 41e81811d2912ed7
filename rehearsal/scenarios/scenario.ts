import type { Step } from "../story/scene.ts";
import type { StageName } from "./climb.ts";

/** A story about one rollout that somebody wants to move, and what becomes of it. */
export interface Scenario {
  /** As it is asked for: `npm run rehearse -- --scenario NAME`. */
  readonly name: string;
  /** What it shows, on one line. */
  readonly summary: string;
  /** How far the rollout has come when it begins. */
  readonly from: StageName;
  readonly steps: readonly Step[];
}
