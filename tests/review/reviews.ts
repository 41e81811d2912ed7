import type { PropertyChange, ResourceChange } from "../../review/plan/plan.ts";
import type { Review } from "../../review/review.ts";
import { reportOf } from "../judgement/reports.ts";

/** A change of one resource; tests say what they are about. */
export const changeOf = (of: Partial<ResourceChange> = {}): ResourceChange => {
  const { type = "render:index:WebService", name = "api" } = of;
  const urn = `urn:pulumi:prod::cutover::${type}::${name}`;
  return { urn, type, name, kind: "update", properties: [], inputs: { name: `twin-brains-${name}` }, ...of };
};

/** A property that goes from one value to another; values as JSON writes them. */
export const propertyOf = (path: string, before?: string, after?: string): PropertyChange => ({
  path,
  kind: before === undefined ? "add" : after === undefined ? "delete" : "update",
  before,
  after,
});

/** A review of a change that passes, with these changes. */
export const reviewOf = (of: Partial<Review> = {}, ...changes: readonly ResourceChange[]): Review => ({
  stack: "prod",
  head: "a1".repeat(20),
  base: "b2".repeat(20),
  trust: "production",
  verdict: "pass",
  plan: { stack: "prod", changes, same: 16, said: [] },
  record: { format: 1, stack: "prod", digest: "c3".repeat(32), resources: [] },
  policies: reportOf(),
  rollout: undefined,
  deploys: [],
  weakenings: [],
  errors: [],
  ...of,
});

/** A review in which everything that somebody else may have written is this text. */
export function reviewFullOf(text: string): Review {
  const changes = (["update", "replace", "delete", "create"] as const).map((kind) =>
    changeOf({
      ...{ kind, name: text, type: text, inputs: { name: text, [text]: text } },
      properties: [propertyOf(text, text, `${text}.`), propertyOf(text, undefined, text), propertyOf(text, text)],
    }),
  );
  const service = changeOf({ name: text, inputs: { name: text } });
  const finding = { rule: text, severity: "high", message: text, fix: text, at: text, urn: text } as const;
  return reviewOf({
    verdict: "refused",
    plan: { stack: "prod", changes: [...changes, service], same: 1, said: [{ severity: "warning", urn: text, text }] },
    policies: reportOf(
      { ...finding, level: "mandatory" },
      { ...finding, level: "advisory", exempted: text },
      { ...finding, level: "advisory", message: `${text}: ${text}` },
    ),
    rollout: { flag: text, from: text, to: `${text}.`, outcome: "refuse", reasons: [text], lines: [text, text] },
    deploys: [{ what: text, because: [text, text] }],
    weakenings: [{ what: text, file: text }],
    judgedBy: { rules: "base", into: text, owners: [text] },
    emulated: [text],
    errors: [text, `${text}\n  fix: ${text}`],
  });
}
