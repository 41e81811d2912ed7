import { ROLLOUT } from "./resource-types.ts";
import type { JudgedResource } from "./rule.ts";
import { recordOf } from "./subjects/rollouts.ts";

export const isRollout = ({ type }: JudgedResource): boolean => type === ROLLOUT;

/**
 * Whether this change takes users back, or makes the program say what a rollback has done already: no rule refuses that
 * (S2.10). The rollout's own provider tells, by what users really get; nothing a program writes can claim it.
 * @param resources all of the stack, as they are at the end
 * @param declared rollouts by their checked inputs: one that does not change still says at the end what was decided last time
 */
export const isGoingDown = (resources: readonly JudgedResource[], declared: readonly JudgedResource[] = []): boolean =>
  resources.filter(isRollout).some(({ urn, properties }) => {
    const now = declared.find((one) => one.urn === urn)?.properties() ?? properties();
    const { outcome } = recordOf(now.decision ?? null);
    const { hold = null } = properties();
    return outcome === "roll-back" || (outcome === "hold" && typeof hold === "string" && hold !== "");
  });
