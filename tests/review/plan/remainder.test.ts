import { describe, expect, it } from "vitest";
import { type DigestedFile, recordOf } from "../../../review/plan/digest.ts";
import type { PlanRecord, ResourceChange } from "../../../review/plan/plan.ts";
import { isRemainder } from "../../../review/plan/remainder.ts";

const changeOf = (name: string, more: Partial<ResourceChange> = {}): ResourceChange => ({
  urn: `urn:pulumi:prod::cutover::render:index:WebService::${name}`,
  ...{ type: "render:index:WebService", name, kind: "update", properties: [], inputs: {} },
  ...more,
});
const changing = (...paths: readonly string[]) => ({
  properties: paths.map((path) => ({ path, kind: "update", before: "1", after: "2" }) as const),
});
const file: DigestedFile = { sections: { origins: ["https://a.example"] }, ciphertexts: {}, salt: "" };

function planned(changes: readonly ResourceChange[], of = file) {
  const plan = { stack: "prod", changes, same: 0, said: [] };
  return { plan, record: recordOf(plan, of) };
}

const { record: reviewed } = planned([
  changeOf("api", changing("env.A", "plan")),
  changeOf("worker", { kind: "create", inputs: { plan: "pro" } }),
  changeOf("checks", {
    kind: "replace",
    inputs: { create: "check", triggers: ["[unknown]", "b"] },
    ...changing("triggers[0]"),
  }),
]);
const checks = (more: Partial<ResourceChange>) =>
  changeOf("checks", { kind: "replace", ...changing("triggers[0]"), ...more });

describe("what is left of a reviewed plan", () => {
  it.each<[string, readonly ResourceChange[]]>([
    ["some of its changes", [changeOf("worker", { kind: "create", inputs: { plan: "pro" } })]],
    ["none of them", []],
    ["some properties of a change towards the same inputs", [changeOf("api", changing("plan"))]],
    ["what was not known and is now", [checks({ inputs: { create: "check", triggers: ["dpl_1", "b"] } })]],
    [
      "what is made anew after it was taken away",
      [checks({ kind: "create", inputs: { create: "check", triggers: ["dpl_1", "b"] } })],
    ],
    [
      "what was created and did not become ready",
      [changeOf("worker", { ...changing("status"), inputs: { plan: "pro" } })],
    ],
    ["what an earlier replacement left behind", [changeOf("twin", { kind: "delete", leftover: true })]],
  ])("may be %s", (_what, changes) => {
    expect(isRemainder(reviewed, planned(changes))).toBe(true);
  });

  it.each<[string, readonly ResourceChange[]]>([
    ["a property that was not to change", [changeOf("api", changing("env.B"))]],
    ["another value", [changeOf("api", { ...changing("plan"), inputs: { plan: "pro" } })]],
    ["another value of what was known", [checks({ inputs: { create: "check", triggers: ["dpl_1", "c"] } })]],
    ["another command", [checks({ inputs: { create: "sh", triggers: ["dpl_1", "b"] } })]],
    ["something unknown that was known", [checks({ inputs: { create: "[unknown]", triggers: ["[unknown]", "b"] } })]],
    ["a deletion of what was to be created", [changeOf("worker", { kind: "delete", inputs: { plan: "pro" } })]],
    [
      "a deletion of what was to be replaced",
      [checks({ kind: "delete", inputs: { create: "check", triggers: ["[unknown]", "b"] } })],
    ],
    ["a replacement of what was to be updated", [changeOf("api", { kind: "replace", ...changing("plan") })]],
    ["a change more", [changeOf("scheduler")]],
    ["one change twice", [changeOf("api"), changeOf("api")]],
    [
      "the same below another parent",
      [changeOf("api", { urn: "urn:pulumi:prod::cutover::a$render:index:WebService::api" })],
    ],
  ])("is not %s", (_what, changes) => {
    expect(isRemainder(reviewed, planned(changes))).toBe(false);
  });

  it.each<[string, DigestedFile]>([
    ["another file", { ...file, sections: { origins: ["*"] } }],
    ["a file with less in it", { ...file, sections: {} }],
    ["another secret", { ...file, ciphertexts: { JWT_SECRET: "v1:other" } }],
  ])("is nothing of %s", (_what, of) => {
    expect(isRemainder(reviewed, planned([], of))).toBe(false);
  });

  it.each<[string, PlanRecord]>([
    ["of another stack", { ...reviewed, stack: "staging" }],
    ["where the reviewed lines were too many to be kept", { ...reviewed, resources: [] }],
  ])("is nothing %s", (_what, record) => {
    expect(isRemainder(record, planned([]))).toBe(false);
  });
});
