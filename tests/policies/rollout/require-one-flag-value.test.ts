import { describe, expect, it } from "vitest";
import { requireOneFlagValue } from "../../../policies/rollout/require-one-flag-value.ts";
import type { JudgedResource } from "../../../policies/rule.ts";
import { NOT_IN_PREVIEW, type Plain } from "../../../policies/unknown.ts";
import { DEPLOYMENT, facts, PROJECT, ROLLOUT, resource, told, VARIABLE } from "../stack-facts.ts";

const FLAG = "V2_ROLLOUT_PERCENT";
const PROMOTION = "release:index:Promotion";
const SHARED = "vercel:index/sharedEnvironmentVariable:SharedEnvironmentVariable";
const SEVERAL = "vercel:index/projectEnvironmentVariables:ProjectEnvironmentVariables";

/** As it is judged together with others: `percent` is what users get until the deployment has arrived. */
const rollout = (granted: Plain, percent: Plain = granted) =>
  resource(ROLLOUT, { flag: FLAG, percent, granted }, "rollout");
const deployment = (built: Plain, said: Plain = built, name = "deployment") =>
  resource(DEPLOYMENT, { production: true, environment: { [FLAG]: built }, meta: { cutoverPercent: said } }, name);
const twin = deployment("0", "0", "zero-twin");

const judge = (resources: readonly JudgedResource[], env = {}) =>
  requireOneFlagValue.judgeStack(resources, () => ({ ...facts, env }));

describe("S2.3 passes", () => {
  it.each<[string, JudgedResource[]]>([
    ["the granted percentage and its twin at 0", [rollout(10), deployment("10"), twin]],
    ["nobody on the new version", [rollout(0), twin]],
    ["what only the rollout's own output will tell", [rollout(50), deployment(NOT_IN_PREVIEW), twin]],
    [
      "an environment that is not known as a whole",
      [rollout(50), resource(DEPLOYMENT, { environment: NOT_IN_PREVIEW })],
    ],
    ["a deployment that takes the project's value", [rollout(10), resource(DEPLOYMENT, { production: true })]],
    ["what was granted, before users get it", [rollout(50, 10), deployment("50"), twin]],
    ["what was granted, while users still get more", [rollout(10, 50), deployment("10"), twin]],
    ["a grant that is not known yet", [rollout(NOT_IN_PREVIEW, 10), deployment("10"), twin]],
    ["another variable", [rollout(10), resource(VARIABLE, { key: "NEXT_PUBLIC_TITLE", value: "10" })]],
    ["a flag without a rollout", [resource(VARIABLE, { key: FLAG, value: "10" })]],
  ])("%s", (_title, resources) => {
    expect(judge(resources)).toEqual([]);
  });
});

describe("S2.3 refuses another value in", () => {
  it.each<[string, JudgedResource]>([
    ["a variable of the project", resource(VARIABLE, { key: FLAG, value: "10", targets: ["production"] }, "other")],
    [
      "a variable for previews: the flag is Production's",
      resource(VARIABLE, { key: FLAG, targets: ["preview"] }, "other"),
    ],
    ["a variable that projects share", resource(SHARED, { key: FLAG, value: "50" }, "other")],
    ["one of several variables", resource(SEVERAL, { variables: [{ key: "A" }, { key: FLAG }] }, "other")],
    ["the project itself", resource(PROJECT, { name: "app", environments: [{ key: FLAG, value: "50" }] }, "other")],
  ])("%s", (_title, other) => {
    expect(told(judge([rollout(10), other]))).toEqual([
      [
        `other sets ${FLAG}; expected only the rollout to set it`,
        `take ${FLAG} out of other: cutover:rollout.percent is its value`,
      ],
    ]);
  });

  it("what was declared and not granted: the next step before it is earned", () => {
    expect(judge([rollout(10), deployment("50"), twin])).toHaveLength(1);
  });

  it("a deployment, which is named", () => {
    const [finding, ...more] = judge([rollout(10), deployment("50"), twin]);
    expect(more).toEqual([]);
    expect(finding).toMatchObject({
      message: `deployment is built with ${FLAG}=50; expected 10 % as the rollout grants, or 0`,
      fix: "give deployment the rollout's output granted, in its environment and in its metadata",
      urn: deployment("50").urn,
    });
  });

  it("a promotion, which gives users what was not granted", () => {
    const promotion = (percent: Plain) => resource(PROMOTION, { flag: FLAG, percent }, "promotion");
    expect(told(judge([rollout(10), promotion(50)]))).toEqual([
      [
        `promotion gives users ${FLAG}=50; expected 10 % as the rollout grants, or 0`,
        "give promotion the rollout's output granted, as its percent",
      ],
    ]);
    for (const percent of [-1, 0, 10, NOT_IN_PREVIEW]) expect(judge([rollout(10), promotion(percent)])).toEqual([]);
    expect(judge([rollout(10), resource(PROMOTION, { flag: "OTHER", percent: 50 })])).toEqual([]);
  });

  it("a deployment's metadata, which tells what users get", () => {
    expect(judge([rollout(10), deployment("10", "0")]).map(({ message }) => message)).toEqual([
      `deployment is built with ${FLAG}=10, and its metadata says 0; expected the same`,
    ]);
  });

  it.each(["", "ten", "10.0"])("a deployment built with %j, which is no percentage", (built) => {
    expect(judge([rollout(10), deployment(built)])).toHaveLength(1);
  });

  it("the configuration, with the command that takes it out", () => {
    const env = { frontend: { [FLAG]: 50 } };
    const config = { services: {}, env, rollout: { flag: FLAG, percent: 10 } };
    const fix = `pulumi config rm --path cutover:env.frontend.${FLAG} --stack prod`;
    expect(requireOneFlagValue.judgeConfig(config, { ...facts, env })).toMatchObject([{ fix }]);
    expect(judge([rollout(10), resource(VARIABLE, { key: FLAG }, FLAG)], env)).toMatchObject([{ fix }]);
  });
});

it("S2.3 finds nothing in the configuration of a rollout, nor of a stack without one", () => {
  const env = { frontend: { NEXT_PUBLIC_TITLE: "x" } };
  expect(requireOneFlagValue.judgeConfig({ env, rollout: { flag: FLAG, percent: 10 } }, facts)).toEqual([]);
  expect(requireOneFlagValue.judgeConfig({ env: { frontend: { [FLAG]: 1 } } }, facts)).toEqual([]);
});
