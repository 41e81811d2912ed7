import { describe, expect, it } from "vitest";
import { onlyGoesDown } from "../../../review/deploy/way-down.ts";
import type { ResourceChange } from "../../../review/plan/plan.ts";

const DEPLOYMENT = "vercel:index/deployment:Deployment";
const COMMAND = "command:local:Command";
const ROLLOUT = "release:index:Rollout";

function changeOf(type: string, name: string, paths: readonly string[], more: Partial<ResourceChange> = {}) {
  const urn = `urn:pulumi:prod::cutover::cutover:index:Site$cutover:index:Rollout$${type}::${name}`;
  const properties = paths.map((path) => ({ path, kind: "update", before: "1", after: "2" }) as const);
  return { urn, type, name, kind: paths.length > 0 ? "update" : "delete", properties, inputs: {}, ...more } as const;
}
const rollout = (outcome: string, ...paths: string[]) =>
  changeOf(ROLLOUT, "V2_ROLLOUT_PERCENT", paths, { inputs: { decision: { outcome } } });
const goesDown = (...changes: readonly ResourceChange[]) => onlyGoesDown({ stack: "prod", changes, same: 9, said: [] });

/** As the engine has them where 10 % becomes 0 % (`pulumi preview` of the prod stack in a rehearsal). */
const consequences = [
  changeOf(COMMAND, "frontend-smoke-checks", ["environment.CUTOVER_SMOKE_CHECKS", "triggers[0]"], { kind: "replace" }),
  changeOf(COMMAND, "staged-smoke-checks", []),
  changeOf("cutover:index:PostDeploy", "staged", []),
  changeOf(DEPLOYMENT, "deployment", []),
];
const promotion = changeOf("release:index:Promotion", "promotion", ["deploymentId", "percent"]);
const lowered = rollout("roll-back", "percent");

describe("a plan that only takes users back", () => {
  it("is one that lowers the percent, with all that follows from it", () => {
    expect(goesDown(lowered, promotion, ...consequences)).toBe(true);
  });

  it("is one to an earlier step, which is built again", () => {
    const paths = ["environment.V2_ROLLOUT_PERCENT", "meta.cutoverPercent", "ref"];
    expect(goesDown(lowered, promotion, changeOf(DEPLOYMENT, "deployment", paths, { kind: "replace" }))).toBe(true);
  });

  it("is one that tells Pulumi what a rollback has done already", () => {
    expect(goesDown(rollout("hold", "unrecorded"), ...consequences)).toBe(true);
  });

  it("is one that brings back what was retired", () => {
    expect(goesDown(rollout("roll-back", "legacy.state"), promotion)).toBe(true);
  });

  it.each<[string, readonly ResourceChange[]]>([
    ["nothing", []],
    ["what follows from one alone", consequences],
    ["a raise", [rollout("promote", "percent"), promotion]],
    ["a raise that is refused", [rollout("refuse", "percent")]],
    ["another ladder", [rollout("roll-back", "percent", "ladder[1].dwell")]],
    ["gates alone", [rollout("hold", "gates")]],
    ["a new command", [lowered, changeOf(COMMAND, "x", ["triggers[0]"], { kind: "create" })]],
    ["another command line", [lowered, changeOf(COMMAND, "x", ["create"], { kind: "replace" })]],
    ["another variable for a command", [lowered, changeOf(COMMAND, "x", ["environment.NODE_OPTIONS"])]],
    ["a new deployment", [lowered, changeOf(DEPLOYMENT, "x", ["ref"], { kind: "create" })]],
    ["another project for a deployment", [lowered, changeOf(DEPLOYMENT, "x", ["projectId"], { kind: "replace" })]],
    ["a service", [lowered, changeOf("render:index:WebService", "api", ["plan"])]],
    ["the end of the rollout itself", [lowered, changeOf(ROLLOUT, "other", [])]],
    [
      "a check of another part of the stack",
      [lowered, { ...changeOf(COMMAND, "x", []), urn: "urn:pulumi:prod::cutover::command:local:Command::x" }],
    ],
  ])("is none with %s", (_what, changes) => {
    expect(goesDown(...changes)).toBe(false);
  });
});
