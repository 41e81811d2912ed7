import { expect, it } from "vitest";
import { requireHealthCheck } from "../../../policies/render/require-health-check.ts";
import type { Plain } from "../../../policies/unknown.ts";
import { API, facts, resource, told } from "../stack-facts.ts";

const judge = (properties: Record<string, Plain>) =>
  requireHealthCheck.judgeResource(resource(API, { name: "rlm", ...properties }), () => facts);

it("S0.1 S0.6 passes a web service with a health check path", () => {
  expect(judge({ healthCheckPath: "/health" })).toEqual([]);
});

it.each<[string, Record<string, Plain>]>([
  ["none", {}],
  ["an empty one", { healthCheckPath: "" }],
])("S0.1 S0.6 refuses %s", (_title, properties) => {
  expect(told(judge(properties))).toEqual([
    [
      "rlm: healthCheckPath is not set; expected a path that only a healthy instance answers, such as /health",
      "pulumi config set --path cutover:services.api.healthCheckPath /health --stack prod",
    ],
  ]);
});
