import { type ConditionFault, conditionFault, faultOf, parsedCondition } from "../../config/rollout/condition.ts";
import { remoteText } from "../remote-text.ts";
import type { Figures, Json } from "./gate-verdict.ts";
import { TookTooLong, withinTime } from "./within-time.ts";

/** What a condition may ask about. */
export interface Facts {
  readonly figures: Figures;
  /** The same gate's figures at the step before; undefined where there are none. */
  readonly baseline: Figures | undefined;
  /** Whether no step before had users on the new version: there is nothing to compare with. */
  readonly first: boolean;
  readonly samples: number;
  readonly percent: number;
}

/** Undecided: it asks about something that is not there. Faulty: it could not be answered whatever was there. */
export type Answer<Value> =
  | { readonly value: Value }
  | { readonly undecided: string }
  | { readonly faulty: ConditionFault };

/** The longest that one condition may take: any that is meant takes less than a millisecond. */
const LONGEST_MS = 1000;

/** Whether a condition is true. */
export function holds(text: string, facts: Facts): Answer<boolean> {
  const answer = answerOf(text, "bool", facts);
  if (!("value" in answer)) return answer;
  const { value } = answer;
  return typeof value === "boolean" ? { value } : { faulty: { what: `it gives ${shown(value)}, not true or false` } };
}

/** The number that an expression gives. */
export function numberOf(text: string, facts: Facts): Answer<number> {
  const answer = answerOf(text, "number", facts);
  if (!("value" in answer)) return answer;
  const { value } = answer;
  if (typeof value !== "number" && typeof value !== "bigint")
    return { faulty: { what: `it gives ${shown(value)}, not a number` } };
  return Number.isFinite(Number(value)) ? { value: Number(value) } : { undecided: `${text} is no finite number` };
}

function answerOf(text: string, gives: "bool" | "number", facts: Facts): Answer<unknown> {
  const fault = conditionFault(text, gives);
  if (fault) return { faulty: fault };
  const { figures, baseline, first, samples, percent } = facts;
  const variables = {
    ...{ result: known(figures.result), rows: known(figures.rows), first, samples, percent },
    ...(baseline && { baseline: known(baseline.result), baselineRows: known(baseline.rows) }),
  };
  const condition = parsedCondition(text);
  try {
    return { value: withinTime(LONGEST_MS, () => condition(variables)) };
  } catch (error) {
    if (error instanceof TookTooLong) return { undecided: `the condition took ${error.message}` };
    const reason = missing(error, baseline !== undefined);
    return reason === undefined ? { faulty: faultOf(error, text) } : { undecided: reason };
  }
}

/** The same without nulls: a null is a figure that is missing, and so cannot be taken for one that is not something. */
function known(value: Json): unknown {
  if (Array.isArray(value)) return value.map(known);
  if (typeof value !== "object" || value === null) return value;
  // A map, since a column may have any name: constructor, __proto__.
  return new Map(
    Object.entries(value).flatMap(([name, member]) => (member === null ? [] : [[name, known(member)] as const])),
  );
}

/** Errors of the figures, not of the condition. */
const OF_FIGURES =
  /^(division_by_zero|modulo_by_zero|numeric_overflow|invalid_timestamp|invalid_duration)$|conversion_error$/;

/** Why an error only says that something was not there; undefined when it says that the condition is wrong. */
function missing(error: unknown, compared: boolean): string | undefined {
  const { code, summary, node } = Object(error) as { code?: unknown; summary?: unknown; node?: unknown };
  if (typeof code !== "string" || typeof summary !== "string") return undefined;
  if (code === "unknown_variable" && !compared) return "the step before has no figures of this gate to compare with";
  if (code === "no_such_key") return `${fieldOf(node) ?? summary.replace(/^No such key: /, "")} is missing`;
  if (code === "index_out_of_bounds") return "there are fewer rows than it asks about";
  if (/\bnull\b/.test(summary)) return "one of the values is null";
  return OF_FIGURES.test(code) ? remoteText(summary) : undefined;
}

/** `result.success_rate`, from the node that looked for it. */
function fieldOf(node: unknown): string | undefined {
  const { op, args } = Object(node) as { op?: unknown; args?: unknown };
  if (op === "id" && typeof args === "string") return args;
  if (op !== "." || !Array.isArray(args)) return undefined;
  const [of, name] = args;
  return `${fieldOf(of) ?? "…"}.${remoteText(String(name))}`;
}

const shown = (value: unknown) => remoteText(String(value), { longest: 40 });
