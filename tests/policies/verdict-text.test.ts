import { expect, it } from "vitest";
import type { Finding } from "../../policies/rule.ts";
import { verdictText } from "../../policies/verdict-text.ts";
import { facts } from "./stack-facts.ts";

const finding: Finding = {
  rule: "require-health-check",
  severity: "high",
  level: "violation",
  subject: "api",
  message: "api: healthCheckPath is not set",
  fix: "pulumi config set --path cutover:services.api.healthCheckPath /health --stack prod",
};
const at = "cutover:services.api.healthCheckPath";
const exemption = { rule: finding.rule, resource: "api", reason: "nobody uses it yet", until: "2026-12-31" };

it("says what is wrong and how to repair it", () => {
  expect(verdictText({ finding, level: "mandatory" }, facts)).toBe(
    "api: healthCheckPath is not set\n" +
      "  fix: pulumi config set --path cutover:services.api.healthCheckPath /health --stack prod",
  );
});

it("says where in the stack's file it is, and for how long it is put up with and why", () => {
  expect(verdictText({ finding: { ...finding, at }, level: "advisory", exemption }, facts)).toBe(
    "api: healthCheckPath is not set\n" +
      "  at Pulumi.prod.yaml → cutover:services.api.healthCheckPath\n" +
      "  fix: pulumi config set --path cutover:services.api.healthCheckPath /health --stack prod\n" +
      "  exempted until 2026-12-31, 40 days left: nobody uses it yet",
  );
});

it("names no file where the stack has no name", () => {
  const text = verdictText({ finding: { ...finding, at }, level: "mandatory" }, { ...facts, stack: undefined });
  expect(text).not.toContain("Pulumi.");
});
