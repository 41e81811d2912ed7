import type { Subjects } from "../rule.ts";
import { type Plain, type PlainRecord, Unknown } from "../unknown.ts";

/** A rollout as it is declared, and what its provider thinks of the change (D4). */
export interface Rollout {
  /** That of the flag. */
  readonly name: string;
  readonly percent: Plain;
  /** Where the declaration wants to stand: `50 %`, `deprecated`. */
  readonly position: string;
  /** `hold`, `promote`, `refuse` or `roll-back`; null where nobody has judged it. */
  readonly outcome: Plain;
  /** Why it is refused. */
  readonly reasons: Plain;
}

export const ROLLOUT = "release:index:Rollout";

/** Rollouts; their configuration alone does not say what was earned. */
export const rollouts: Subjects<Rollout, unknown> = {
  description: "rollouts by percentage",
  types: new Set([ROLLOUT]),

  ofResource({ name, properties }) {
    const { flag, percent = null, legacy = null, decision = null } = properties();
    const { state } = recordOf(legacy);
    return {
      name: typeof flag === "string" ? flag : name,
      percent,
      position: percent === 100 && typeof state === "string" && state !== "serving" ? state : percentText(percent),
      ...judgement(decision),
    };
  },

  ofConfig: () => [],
};

function judgement(decision: Plain): Pick<Rollout, "outcome" | "reasons"> {
  if (decision instanceof Unknown) return { outcome: decision, reasons: decision };
  const { outcome = null, reasons = [] } = recordOf(decision);
  return { outcome, reasons };
}

export const percentText = (percent: Plain): string =>
  typeof percent === "number" ? `${percent} %` : "this percentage";

/** A map's members; none where the value is something else. */
export const recordOf = (value: Plain): PlainRecord =>
  value !== null && typeof value === "object" && !(value instanceof Unknown) && !Array.isArray(value)
    ? (value as PlainRecord)
    : {};
