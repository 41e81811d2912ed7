import { expect, it } from "vitest";
import { byOperations } from "../../judgement/by-operations.ts";
import type { JudgedResource } from "../../policies/rule.ts";
import { rules } from "../../policies/rules.ts";
import { API, facts, resource, WORKER } from "../policies/stack-facts.ts";

const plan = (...operations: [JudgedResource["operation"], JudgedResource["operation"]]): JudgedResource[] => [
  { ...resource(API, { name: "api" }, "api"), operation: operations[0] },
  { ...resource(WORKER, { name: "worker" }, "worker"), operation: operations[1] },
];
const asked = { ...facts, section: (key: string) => (key === "singleChange" ? true : undefined) };
const found = (...operations: Parameters<typeof plan>) =>
  byOperations(rules, plan(...operations), asked).map(({ finding }) => finding.rule);

it("S0.4 finds what only shows in what becomes of the resources", () => {
  expect(found("update", "update")).toEqual(["limit-to-single-change"]);
  expect(found("update", "same")).toEqual([]);
});

it("leaves to the pack what shows without: neither service has a health check or an environment", () => {
  expect(byOperations(rules, plan("update", "update"), facts)).toEqual([]);
});
