import { z } from "zod";
import { legacyStates } from "../config/rollout/legacy.ts";
import { ROLLOUT } from "../policies/resource-types.ts";
import type { JudgedResource } from "../policies/rule.ts";
import { nameOf } from "../release/ladder/positions.ts";
import type { Plan } from "./plan/plan.ts";
import type { RolloutOutlook } from "./review.ts";

const Position = { percent: z.number(), legacy: z.object({ state: z.enum(legacyStates) }) };
const Inputs = z.object({
  ...{ flag: z.string(), ...Position },
  decision: z.object({
    outcome: z.enum(["hold", "promote", "refuse", "roll-back"]),
    reasons: z.array(z.string()).default([]),
  }),
});

/** What becomes of the stack's rollout; undefined where it has none, or its provider has not judged it. */
export function rolloutOutlook(resources: readonly JudgedResource[], plan: Plan): RolloutOutlook | undefined {
  const found = resources.find(({ type }) => type === ROLLOUT);
  const inputs = found && Inputs.safeParse(found.properties()).data;
  if (!found || !inputs) return undefined;
  const { flag, percent, legacy, decision } = inputs;
  const properties = plan.changes.find(({ urn }) => urn === found.urn)?.properties ?? [];
  const before = (path: string): unknown => {
    const told = properties.find((property) => property.path === path)?.before;
    return told === undefined ? undefined : JSON.parse(told);
  };
  const was = {
    percent: Position.percent.safeParse(before("percent")).data ?? (found.operation === "create" ? 0 : percent),
    legacy: Position.legacy.shape.state.safeParse(before("legacy.state")).data ?? legacy.state,
  };
  return {
    flag,
    from: nameOf(was),
    to: nameOf({ percent, legacy: legacy.state }),
    outcome: decision.outcome,
    reasons: decision.reasons,
    lines: plan.said.filter(({ urn }) => urn === found.urn).flatMap(({ text }) => text.split("\n")),
  };
}
