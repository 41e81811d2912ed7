import { legacyStates } from "../../config/rollout/legacy.ts";
import type { Position } from "../evidence/evidence.ts";

/** Where nobody is on the new version. */
export const zero: Position = { percent: 0, legacy: "serving" };

/** The same position with what has no meaning left out: below 100 % the old version serves, whatever is declared. */
export const settled = ({ percent, legacy }: Position): Position => ({
  percent,
  legacy: percent < 100 ? "serving" : legacy,
});

/** Below zero when `a` comes before `b` on any ladder, above when after it, zero when they are the same. */
export function compare(a: Position, b: Position): number {
  const [left, right] = [settled(a), settled(b)];
  return left.percent - right.percent || legacyStates.indexOf(left.legacy) - legacyStates.indexOf(right.legacy);
}

export const same = (a: Position, b: Position): boolean => compare(a, b) === 0;

/** `10 %`, `deprecated`. */
export function nameOf(position: Position): string {
  const { percent, legacy } = settled(position);
  return legacy === "serving" ? `${percent} %` : legacy;
}
