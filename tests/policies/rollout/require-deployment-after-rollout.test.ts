import { describe, expect, it } from "vitest";
import { requireDeploymentAfterRollout } from "../../../policies/rollout/require-deployment-after-rollout.ts";
import type { JudgedResource } from "../../../policies/rule.ts";
import { NOT_IN_PREVIEW, type Plain } from "../../../policies/unknown.ts";
import { DEPLOYMENT, facts, ROLLOUT, resource } from "../stack-facts.ts";

const FLAG = "V2_ROLLOUT_PERCENT";
const rollout = resource(
  ROLLOUT,
  { flag: FLAG, percent: 10, projectId: "prj_1", legacy: { state: "serving" } },
  "flag",
);
const built = { production: true, projectId: "prj_1", environment: { [FLAG]: "10" }, meta: { cutoverPercent: "10" } };

const deployment = (
  properties: Record<string, Plain>,
  dependsOn: readonly (JudgedResource | string)[] | undefined,
  name = "deployment",
): JudgedResource => ({
  ...resource(DEPLOYMENT, properties, name),
  dependsOn: dependsOn?.flatMap((one) => (typeof one === "string" ? one : (one.urn ?? []))),
});

const judge = (...resources: JudgedResource[]) => requireDeploymentAfterRollout.judgeStack(resources, () => facts);

describe("S2.3 passes", () => {
  const after = deployment(built, [rollout]);
  it.each<[string, JudgedResource[]]>([
    ["a deployment after its rollout", [rollout, after]],
    ["one after a deployment that is", [rollout, after, deployment(built, [after], "next")]],
    ["what cannot be seen: dependencies in a single resource", [rollout, deployment(built, undefined)]],
    ["a preview without the flag", [rollout, deployment({ production: false, projectId: "prj_1" }, [])]],
    ["another project's", [rollout, deployment({ production: true, projectId: "prj_2" }, [])]],
    ["a project that is still to be made", [rollout, deployment({ production: true, projectId: NOT_IN_PREVIEW }, [])]],
    ["a stack without a rollout", [deployment(built, [])]],
  ])("%s", (_title, resources) => {
    expect(judge(...resources)).toEqual([]);
  });

  it("a deployment without the flag, once that is retired", () => {
    const properties = { ...rollout.properties(), percent: 100, legacy: { state: "retired" } };
    const retired = { ...rollout, properties: () => properties };
    expect(judge(retired, deployment({ production: true, projectId: "prj_1", environment: {} }, []))).toEqual([]);
  });
});

describe("S2.3 refuses, with its name, a deployment that does not depend on the rollout", () => {
  it.each<[string, Record<string, Plain>, string[]]>([
    ["with the flag built in", built, []],
    ["with other dependencies", built, ["urn:pulumi:prod::cutover::vercel:index/project:Project::project"]],
    ["with nothing but the metadata", { meta: { cutoverPercent: "10" } }, []],
    ["with a flag that is not known yet", { environment: { [FLAG]: NOT_IN_PREVIEW } }, []],
    ["that takes the project's value", { production: true, projectId: "prj_1" }, []],
  ])("%s", (_title, properties, dependsOn) => {
    expect(judge(rollout, deployment(properties, dependsOn))).toMatchObject([
      {
        level: "violation",
        message: `deployment is built with ${FLAG} and does not depend on the rollout; expected it to be built after the rollout`,
        fix: "build deployment with the rollout's output granted, or give it dependsOn: [the rollout]",
        urn: expect.stringContaining("::deployment"),
      },
    ]);
  });

  it("and ends where two of them depend on each other", () => {
    const one = deployment(built, ["urn:pulumi:prod::cutover::vercel:index/deployment:Deployment::two"], "one");
    const two = deployment(built, [one], "two");
    expect(judge(rollout, one, two)).toHaveLength(2);
  });
});
