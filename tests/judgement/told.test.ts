import { describe, expect, it } from "vitest";
import { partsOf, toldOf } from "../../judgement/told.ts";
import type { Verdict } from "../../policies/levels.ts";
import { verdictText } from "../../policies/verdict-text.ts";

const now = new Date("2026-11-21T12:00:00Z");
const finding = {
  rule: "require-health-check",
  severity: "high",
  level: "violation",
  message: "api: healthCheckPath is not set",
  fix: "pulumi config set --path cutover:services.api.healthCheckPath /health",
  subject: "api",
  urn: "urn:pulumi:prod::cutover::render:index:WebService::api",
} as const;
const exemption = {
  rule: "require-health-check",
  resource: "api",
  reason: "it has no database",
  until: "2026-12-31",
};

describe("what the pack tells the engine is read back as it was meant", () => {
  it.each<[string, Verdict]>([
    ["a violation", { finding, level: "mandatory" }],
    ["its place", { finding: { ...finding, at: "cutover:services.api.healthCheckPath" }, level: "mandatory" }],
    ["commands on several lines", { finding: { ...finding, fix: "one &&\n    two" }, level: "mandatory" }],
    ["an exemption", { finding: { ...finding, at: "cutover:services" }, level: "advisory", exemption }],
  ])("%s", (_, verdict) => {
    const { rule, severity, level, urn, ...parts } = toldOf(verdict, { now });
    expect(partsOf(`${verdictText(verdict, { stack: "prod", now })}\n`)).toEqual(parts);
  });

  it("says why and how long a violation is put up with", () => {
    expect(toldOf({ finding, level: "advisory", exemption }, { now }).exempted).toBe(
      "exempted until 2026-12-31, 40 days left: it has no database",
    );
  });

  it("takes the text of another pack as it is", () => {
    expect(partsOf("buckets must be private\n")).toMatchObject({ message: "buckets must be private", at: undefined });
  });
});
