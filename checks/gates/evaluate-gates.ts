import type { Criterion, Gate } from "../../config/rollout/gate.ts";
import { atOnce } from "./at-once.ts";
import { evaluate } from "./evaluate.ts";
import type { GateContext } from "./gate-context.ts";
import type { GateVerdict } from "./gate-verdict.ts";
import { withDeadline } from "./with-deadline.ts";

export type { GateContext } from "./gate-context.ts";
export { GateMisdeclared } from "./gate-misdeclared.ts";

/** How many are asked at a time: sources are shared with the app. */
const most = 4;

/**
 * Judges gates side by side, and gives their verdicts in their order. What hangs is inconclusive when the deadline is over.
 * @throws GateMisdeclared where one is itself wrong; when `context.signal` is aborted, its reason
 */
export async function evaluateGates(gates: readonly Gate[], context: GateContext): Promise<GateVerdict[]> {
  return withDeadline(context, (bounded) =>
    atOnce(most, gates, async (gate) => {
      const verdict = await evaluate(gate, gate, bounded);
      return soften(verdict, gate.failAfter, context);
    }),
  );
}

/**
 * Judges a rollback criterion (S2.11): `fail` where it is met.
 * @throws GateMisdeclared where it is itself wrong; when `context.signal` is aborted, its reason
 */
export async function evaluateCriterion(criterion: Criterion, context: GateContext): Promise<GateVerdict> {
  return withDeadline(context, (bounded) => evaluate(criterion, { fail: criterion.when }, bounded));
}

/** A failure counts once it was seen at so many checkpoints in a row. */
function soften(verdict: GateVerdict, failAfter: number, { earlier }: GateContext): GateVerdict {
  if (verdict.outcome !== "fail" || failAfter <= 1) return verdict;
  const before = earlier(verdict.name);
  const end = before.findIndex(({ outcome, softened }) => outcome !== "fail" && !softened);
  const inARow = 1 + (end < 0 ? before.length : end);
  if (inARow >= failAfter) return verdict;
  const reason = `failed ${inARow} of ${failAfter} times in a row: ${verdict.observed}`;
  return { ...verdict, outcome: "inconclusive", differences: [], reason, softened: true };
}
