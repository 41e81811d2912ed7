import type { Position } from "../evidence/evidence.ts";
import { settled } from "../ladder/positions.ts";
import type { Reality } from "../site/site.ts";

/** The percent that users really get: 0 before the first deployment, undefined where nothing tells. */
export const realPercent = ({ production }: Reality): number | undefined => (production ? production.percent : 0);

/**
 * Where the rollout really stands; undefined where nothing tells. No deployment shows how far the old version has gone.
 * @param known by the evidence, else by the state; counts where users stand at 100 % by it, too
 */
export function realPosition(reality: Reality, known: Position | undefined): Position | undefined {
  const percent = realPercent(reality);
  if (percent === undefined) return undefined;
  return settled({ percent, legacy: known?.percent === 100 ? known.legacy : "serving" });
}

/** Whatever users get: above what a rollback left, nothing is as it should be before Git says the same (S2.10). */
export const aboveHold = (to: Position, { hold }: Reality): boolean => hold !== undefined && to.percent > hold.percent;
