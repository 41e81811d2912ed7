import type { Position } from "../evidence/evidence.ts";
import { decide } from "../ladder/decide.ts";
import type { Decision, Declaration } from "../ladder/ladder.ts";
import { dueStep, stepsOf } from "../ladder/steps.ts";
import type { Reality } from "../site/site.ts";
import { gather, type Reach } from "./gather.ts";
import { realPosition } from "./real.ts";

export interface Present extends Reach {
  /** As it was last applied. */
  readonly declaration: Declaration;
  /** Where the state says the rollout stands. */
  readonly position: Position;
  readonly reality: Reality;
}

/**
 * What the step that is due would come to if it were asked for now: for a status, and for diagnostics where nothing changes.
 * @returns undefined after the last step
 */
export async function judgeNext(present: Present): Promise<Decision | undefined> {
  const { declaration, position, reality } = present;
  const from = realPosition(reality, position);
  const steps = stepsOf(declaration);
  const to = dueStep(steps, from ?? position)?.position;
  if (!to) return undefined;
  const raise = { from, to, steps, created: false, edited: false, migrates: false, hold: reality.hold };
  return decide(raise, await gather(declaration, from ?? position, present, { judgeGates: true }));
}
