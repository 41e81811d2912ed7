import { ROLLOUT } from "../resource-types.ts";
import type { Subjects } from "../rule.ts";
import { type Plain, type PlainRecord, Unknown } from "../unknown.ts";

/** A rollout as it is declared, and what its provider thinks of the change (D4). */
export interface Rollout {
  /** That of the flag. */
  readonly name: string;
  readonly percent: Plain;
  /** Where the declaration wants to stand: `50 %`, `deprecated`. */
  readonly position: string;
  /** The percentages of its ladder; undefined where it says none that can be read. */
  readonly ladder: readonly number[] | undefined;
  /** `hold`, `promote`, `refuse` or `roll-back`; null where nobody has judged it. */
  readonly outcome: Plain;
  /** Why it is refused. */
  readonly refusals: readonly Refusal[];
}

/** One reason of the provider, with the code by which a rule knows it; undefined where it gave none. */
export interface Refusal {
  readonly code: string | undefined;
  readonly what: string;
}

/** What these selectors read of a stack's configuration. */
export interface ConfigOfLadder {
  readonly rollout?: { readonly flag: string; readonly percent: number; readonly ladder?: unknown } | undefined;
}

/** Rollouts; their configuration alone does not say what was earned. */
export const rollouts: Subjects<Rollout, unknown> = {
  description: "rollouts by percentage",
  types: new Set([ROLLOUT]),

  ofResource({ name, properties }) {
    const { flag, percent = null, legacy = null, ladder = null, decision = null } = properties();
    const { state } = recordOf(legacy);
    return {
      name: typeof flag === "string" ? flag : name,
      percent,
      position: percent === 100 && typeof state === "string" && state !== "serving" ? state : percentText(percent),
      ladder: stepsOf(ladder),
      ...judgement(decision),
    };
  },

  ofConfig: () => [],
};

/** The same rollouts, for what the configuration alone tells, too. */
export const declaredRollouts: Subjects<Rollout, ConfigOfLadder> = {
  ...rollouts,
  ofConfig({ rollout }) {
    if (!rollout) return [];
    const { flag, percent, ladder } = rollout;
    const position = percentText(percent);
    return [{ name: flag, percent, position, ladder: stepsOf(ladder), outcome: null, refusals: [] }];
  },
};

function judgement(decision: Plain): Pick<Rollout, "outcome" | "refusals"> {
  if (decision instanceof Unknown) return { outcome: decision, refusals: [] };
  const { outcome = null, reasons, codes } = recordOf(decision);
  if (outcome !== "refuse") return { outcome, refusals: [] };
  const code = (index: number) => {
    const one = Array.isArray(codes) ? codes[index] : undefined;
    return typeof one === "string" ? one : undefined;
  };
  const told = Array.isArray(reasons) ? reasons : [];
  return {
    outcome,
    refusals: told.flatMap((what, index) => (typeof what === "string" ? [{ code: code(index), what }] : [])),
  };
}

function stepsOf(ladder: unknown): readonly number[] | undefined {
  if (!Array.isArray(ladder)) return undefined;
  const steps = ladder.map((step) => recordOf(step).percent);
  return steps.every((step) => typeof step === "number") ? steps : undefined;
}

/** Whether the percentage is none of its ladder's, as far as both can be read. */
export const isOffLadder = ({ percent, ladder }: Rollout): boolean =>
  typeof percent === "number" && ladder !== undefined && !ladder.includes(percent);

/** What is refused with this code. */
export const refusedFor = ({ refusals }: Rollout, code: string): readonly Refusal[] =>
  refusals.filter((one) => one.code === code);

export const percentText = (percent: Plain): string =>
  typeof percent === "number" ? `${percent} %` : "this percentage";

/** A map's members; none where the value is something else. */
export const recordOf = (value: Plain): PlainRecord =>
  value !== null && typeof value === "object" && !(value instanceof Unknown) && !Array.isArray(value)
    ? (value as PlainRecord)
    : {};
