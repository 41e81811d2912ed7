import { describe, expect, it } from "vitest";
import { besideWayDown, onlyGoesDown } from "../../../review/deploy/way-down.ts";
import type { ResourceChange } from "../../../review/plan/plan.ts";

const DEPLOYMENT = "vercel:index/deployment:Deployment";
const COMMAND = "command:local:Command";
const ROLLOUT = "release:index:Rollout";

const FLAG = "V2_ROLLOUT_PERCENT";
const COMMIT = "5f".repeat(20);

const changed = (path: string, before: unknown = "main", after: unknown = COMMIT) =>
  ({ path, kind: "update", before: JSON.stringify(before), after: JSON.stringify(after) }) as const;

function changeOf(type: string, name: string, paths: readonly string[], more: Partial<ResourceChange> = {}) {
  const urn = `urn:pulumi:prod::cutover::cutover:index:Site$cutover:index:Rollout$${type}::${name}`;
  const properties = paths.map((path) => changed(path));
  return { urn, type, name, kind: paths.length > 0 ? "update" : "delete", properties, inputs: {}, ...more } as const;
}
const rollout = (outcome: string, ...paths: string[]) =>
  changeOf(ROLLOUT, FLAG, paths, { inputs: { flag: FLAG, decision: { outcome } } });
const replaced = (...properties: readonly ReturnType<typeof changed>[]) =>
  changeOf(DEPLOYMENT, "deployment", [], { kind: "replace", properties });
const planOf = (...changes: readonly ResourceChange[]) => ({ stack: "prod", changes, same: 9, said: [] });
const goesDown = (...changes: readonly ResourceChange[]) => onlyGoesDown(planOf(...changes));

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
    const built = [changed(`environment.${FLAG}`, "50", "10"), changed("meta.cutoverPercent", "50", "10")];
    expect(goesDown(lowered, promotion, replaced(...built))).toBe(true);
    // The commit that users have is pinned, for the zero twin as well.
    expect(goesDown(lowered, promotion, replaced(...built, changed("ref")), replaced(changed("ref")))).toBe(true);
    const whole = [changed("environment", {}, { [FLAG]: "10" }), changed("meta", {}, { cutoverPercent: "10" })];
    expect(goesDown(lowered, promotion, replaced(...whole))).toBe(true);
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
    ["another variable of a deployment", [lowered, replaced(changed("environment.API_URL"))]],
    ["another variable of a deployment, told as a whole", [lowered, replaced(changed("environment", {}, { A: "1" }))]],
    ["other metadata of a deployment", [lowered, replaced(changed("meta.owner"))]],
    ["a part of the flag's variable that is none", [lowered, replaced(changed(`environment.${FLAG}_2`))]],
    ["a branch for a deployment, whatever is on it", [lowered, replaced(changed("ref", COMMIT, "next"))]],
    ["a deployment that is replaced for no reason that is told", [lowered, replaced()]],
    ["a raise of another rollout", [lowered, promotion, rollout("promote", "percent")]],
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

describe("what of a plan a review has to have seen", () => {
  const service = changeOf("render:index:WebService", "api", ["plan"]);

  it("is all but the way down", () => {
    expect(besideWayDown(planOf(lowered, promotion, ...consequences, service)).changes).toEqual([service]);
  });

  it("is all of it where nobody is taken back", () => {
    const raised = planOf(rollout("promote", "percent"), promotion, service);
    expect(besideWayDown(raised)).toEqual(raised);
  });
});
