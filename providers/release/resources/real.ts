import type { Position } from "../../../release/evidence/evidence.ts";
import { zero } from "../../../release/ladder/positions.ts";
import { realPosition } from "../../../release/promotion/real.ts";
import type { Reality } from "../../../release/site/site.ts";

/**
 * Where the rollout really stands. A percent that nothing tells counts as 0: whatever is more would be a raise, and a raise
 * over an unknown percent is refused.
 */
export const assumedPosition = (reality: Reality, known: Position): Position => realPosition(reality, known) ?? zero;
