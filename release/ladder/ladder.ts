import type { GateVerdict } from "../../checks/gates/gate-verdict.ts";
import type { Criterion, Gate } from "../../config/rollout/gate.ts";
import type { Schedule } from "../../config/rollout/ladder.ts";
import type { RolloutConfig } from "../../config/rollout/rollout.ts";
import type { Position } from "../evidence/evidence.ts";
import type { Standing } from "./standing.ts";

/** What is declared of a rollout, with the ready sets replaced by what is in them: what the Rollout resource holds. */
export type Declaration = Omit<RolloutConfig, "gates" | "rollbackWhen"> & {
  readonly gates: readonly Gate[];
  readonly rollbackWhen: readonly Criterion[];
};

/** One step: a percentage, or what follows 100 %. */
export interface LadderStep {
  readonly position: Position;
  /** `10 %`, `deprecated`. */
  readonly name: string;
  readonly dwellMs: number;
  readonly checkpoints: readonly Schedule[];
  /**
   * Names of the gates that open the next step: those that the step names, else every one that counts at it
   * (`gate.steps`); `routing` is one of them where routing is declared.
   */
  readonly gates: readonly string[];
}

/** One thing that keeps a promotion from happening. `what` holds no figure and no time; `detail` does. */
export interface Obstacle {
  readonly code:
    | "not-next"
    | "edited-together"
    | "migrates-together"
    | "not-declared"
    | "created-above-zero"
    | "unknown-percent"
    | "not-granted"
    | "dwell"
    | "checkpoint-missing"
    | "checkpoint-failed"
    | "gate"
    | "held"
    | "rolled-back"
    | "unexplained"
    | "not-watched"
    | "evidence-unreachable"
    | "misdeclared";
  readonly what: string;
  readonly detail: string;
}

/** What a change of position comes to (D4). */
export interface Decision {
  readonly outcome: "hold" | "promote" | "refuse" | "roll-back";
  readonly from: Position | undefined;
  readonly to: Position;
  /** Empty unless refused. All of them, the most telling first. */
  readonly obstacles: readonly Obstacle[];
  /** The earliest moment at which the next step can open if nothing fails until then. */
  readonly earliest?: Date;
  /** The step's gates as judged now, then those measured only as the next step's baseline; empty when none was. */
  readonly gates: readonly GateVerdict[];
  /** What it rests on; absent when no evidence was read. */
  readonly standing?: Standing;
}
