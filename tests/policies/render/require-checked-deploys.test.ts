import { describe, expect, it } from "vitest";
import { requireCheckedDeploys } from "../../../policies/render/require-checked-deploys.ts";
import { type Plain, Unknown } from "../../../policies/unknown.ts";
import { API, CRON, facts, resource, stackOf, told, WORKER } from "../stack-facts.ts";

const judge = (inputs: Record<string, Plain>, stack = facts, type = API) =>
  requireCheckedDeploys.judgeResource(resource(type, { name: "twin-api", ...inputs }), () => stack);
const vendor = (services: Record<string, unknown> = { api: {} }) => stackOf({ deploys: "vendor", services });

describe("where the stack deploys", () => {
  it.each([[{}], [{ autoDeployTrigger: "off" }], [{ autoDeploy: "no" }]])("S1.14 passes %j", (inputs) => {
    expect(judge(inputs)).toEqual([]);
    expect(judge(inputs, stackOf({ deploys: "release" }))).toEqual([]);
  });

  it.each<[Record<string, Plain>, string]>([
    [{ autoDeployTrigger: "commit" }, "commit"],
    [{ autoDeployTrigger: "checksPass" }, "checksPass"],
    [{ autoDeploy: "yes" }, "commit"],
    [{ autoDeploy: true }, "commit"],
  ])("S1.14 refuses %j, in staging too", (inputs, trigger) => {
    const found = judge(inputs, { ...facts, production: false });
    expect(told(found)).toEqual([
      [
        `twin-api: Render deploys it by itself (${trigger}), although cutover:deploys is release; expected off`,
        "pulumi config rm --path cutover:services.api.autoDeploy --stack prod",
      ],
    ]);
    expect(found[0]?.at).toBe("cutover:services.api.autoDeploy");
  });
});

describe("where the vendors deploy", () => {
  it("S0.1 passes a push that waits for its checks, and one that nobody deploys", () => {
    expect(judge({ autoDeployTrigger: "checksPass" }, vendor())).toEqual([]);
    expect(judge({ autoDeployTrigger: "off" }, vendor())).toEqual([]);
  });

  it("S0.1 lets staging have each commit", () => {
    expect(judge({ autoDeployTrigger: "commit" }, { ...vendor(), production: false })).toEqual([]);
  });

  it.each([
    [API, "api", { api: { autoDeploy: "commit" } }],
    [WORKER, "worker", { worker: { autoDeploy: "commit" } }],
    [CRON, "scheduler", { scheduler: { autoDeploy: "commit" } }],
    [WORKER, "api", { api: { autoDeploy: "commit" }, worker: {} }],
  ])("S0.1 refuses a %s at once, and names the key that says so: %s", (type, section, services) => {
    expect(told(judge({ autoDeployTrigger: "commit" }, vendor(services), type))).toEqual([
      [
        "twin-api: Render deploys each commit at once, before its checks have passed; expected checksPass in production",
        `pulumi config rm --path cutover:services.${section}.autoDeploy --stack prod`,
      ],
    ]);
  });
});

it("gives notice of what is not known yet", () => {
  expect(judge({ autoDeployTrigger: new Unknown("later") })).toEqual([expect.objectContaining({ level: "notice" })]);
});
