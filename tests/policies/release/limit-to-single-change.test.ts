import { describe, expect, it } from "vitest";
import { limitToSingleChange } from "../../../policies/release/limit-to-single-change.ts";
import type { JudgedResource, Operation } from "../../../policies/rule.ts";
import { type Plain, Unknown } from "../../../policies/unknown.ts";
import { API, DEPLOYMENT, facts, PROJECT, ROLLOUT, resource, told, VARIABLE, WORKER } from "../stack-facts.ts";

const does = (operation: Operation | undefined, type: string, name: string, more: Record<string, Plain> = {}) => ({
  ...resource(type, { name, ...more }, name),
  operation,
});
const api = does("update", API, "twin-api");
const worker = does("update", WORKER, "twin-worker");
const project = does("update", PROJECT, "frontend");
const variable = does("create", VARIABLE, "NEXT_PUBLIC_A");
const deployment = does("replace", DEPLOYMENT, "deployment");
const decided = (outcome: Plain) => does("update", ROLLOUT, "V2", { decision: { outcome } });
const checks = does("replace", "command:local:Command", "api-smoke-checks");
const unchanged = does("same", API, "other");

const judge = (resources: readonly JudgedResource[], singleChange: unknown = true, goingDown = false) =>
  limitToSingleChange.judgeStack(resources, () => ({
    ...facts,
    goingDown,
    section: (key) => ({ singleChange, app: { name: "twin-brains" } })[key],
  }));

describe("S0.4 passes", () => {
  it.each<[string, readonly JudgedResource[]]>([
    ["nothing", [unchanged]],
    ["one service and its smoke checks", [api, checks, unchanged]],
    ["the frontend and its new deployment", [project, variable, deployment, decided("hold"), unchanged]],
    ["another commit of the frontend", [deployment, decided("hold"), unchanged]],
    ["a step of the rollout and its new deployment", [decided("promote"), deployment, unchanged]],
    ["the first update", [does("create", API, "twin-api"), does("create", WORKER, "twin-worker")]],
    ["what a policy pack cannot see", [does(undefined, API, "a"), does(undefined, WORKER, "b")]],
  ])("%s", (_title, resources) => {
    expect(judge(resources)).toEqual([]);
  });

  it("a stack that does not ask for it, and the way down", () => {
    expect(judge([api, worker, unchanged], false)).toEqual([]);
    expect(judge([api, worker, unchanged], null)).toEqual([]);
    expect(judge([api, worker, unchanged], true, true)).toEqual([]);
  });
});

describe("S0.4 refuses", () => {
  it.each<[string, readonly JudgedResource[], string, string]>([
    ["two services", [api, worker], "twin-api, twin-worker", "twin-worker"],
    ["a service and the frontend", [project, api], "twin-api, frontend", "frontend"],
    ["a service and a commit of the frontend", [api, deployment], "twin-api, frontend", "frontend"],
    ["the frontend and a step of the rollout", [variable, decided("promote")], "frontend, rollout", "rollout"],
    ["a service that goes", [does("delete", WORKER, "old"), api], "old, twin-api", "twin-api"],
    [
      "what is not known of a rollout counts as none",
      [api, worker, decided(new Unknown("later"))],
      "twin-api, twin-worker",
      "twin-worker",
    ],
  ])("%s", (_title, resources, things, others) => {
    expect(told(judge([...resources, unchanged]))).toEqual([
      [
        `twin-brains: this release changes ${things}; expected one of them`,
        `git restore what belongs to ${others}, and release it in a change of its own`,
      ],
    ]);
  });
});
