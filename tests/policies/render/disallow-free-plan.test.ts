import { expect, it } from "vitest";
import { disallowFreePlan } from "../../../policies/render/disallow-free-plan.ts";
import { Unknown } from "../../../policies/unknown.ts";
import { API, CRON, facts, resource, told, WORKER } from "../stack-facts.ts";

const judge = (type: string, plan?: string | Unknown, production = true) =>
  disallowFreePlan.judgeResource(resource(type, { name: "rlm", ...(plan ? { plan } : {}) }), () => ({
    ...facts,
    production,
  }));

it.each(["starter", "standard", "pro_ultra", "custom", undefined])("S1.1 passes the plan %s", (plan) => {
  expect(judge(API, plan)).toEqual([]);
});

it("S1.1 lets staging sleep", () => {
  expect(judge(API, "free", false)).toEqual([]);
});

it.each([
  [API, "api"],
  [WORKER, "worker"],
  [CRON, "scheduler"],
])("S1.1 refuses a free %s in production", (type, section) => {
  const found = judge(type, "free");
  expect(told(found)).toEqual([
    [
      "rlm: the plan is free, and a free service sleeps when nobody calls it; expected a paid plan in production",
      `pulumi config set --path cutover:services.${section}.plan starter --stack prod`,
    ],
  ]);
  expect(found[0]?.at).toBe(`cutover:services.${section}.plan`);
});

it("S1.1 refuses it however it is written", () => {
  expect(judge(API, " Free ")).toHaveLength(1);
});

it("gives notice of a plan that is not known yet", () => {
  expect(judge(API, new Unknown("later"))).toEqual([expect.objectContaining({ level: "notice", fix: "later" })]);
});
