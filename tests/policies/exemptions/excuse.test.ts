import { describe, expect, it } from "vitest";
import { daysLeft } from "../../../policies/days-left.ts";
import { excuses, untilText } from "../../../policies/exemptions/excuse.ts";

const finding = {
  rule: "require-health-check",
  subject: "twin-brains-api",
  urn: "urn:pulumi:prod::cutover::cutover:index:Backend$render:index:WebService::backend-api",
};
const exemption = (resource: string, rule = finding.rule) => ({
  rule,
  resource,
  reason: "it answers nobody yet",
  until: "2026-12-31",
});

describe("an exemption is about a resource", () => {
  it.each([
    ["by the name that the message begins with", "twin-brains-api"],
    ["by its name in Pulumi", "backend-api"],
    ["by its URN", finding.urn],
    ["by a part of its name", "twin-*"],
    ["by a part in the middle of its URN", "*$render:index:WebService::*"],
    ["whatever it is", "*"],
  ])("%s", (_title, resource) => {
    expect(excuses(exemption(resource), finding)).toBe(true);
  });

  it.each([
    ["of another name", "twin-brains-worker"],
    ["whose name only begins so", "twin-brains"],
    ["whose name ends otherwise", "twin-*-worker"],
    ["that a pattern of another kind would match", "twin.brains.api"],
    ["whose name is in another case", "TWIN-BRAINS-API"],
  ])("and not about one %s", (_title, resource) => {
    expect(excuses(exemption(resource), finding)).toBe(false);
  });

  it("and not about what another rule finds there", () => {
    expect(excuses(exemption("*", "disallow-free-plan"), finding)).toBe(false);
  });

  it("also where the finding itself does not tell which one it is", () => {
    const { urn, ...alone } = finding;
    expect(excuses(exemption("backend-api"), alone, { name: "backend-api" })).toBe(true);
    expect(excuses(exemption(urn), alone, { name: "backend-api", urn })).toBe(true);
  });

  it("whose name has colons in it", () => {
    const urn = "urn:pulumi:prod::cutover::render:index:WebService::a::b";
    expect(excuses(exemption("a::b"), { ...finding, urn })).toBe(true);
  });
});

it.each([
  ["2026-12-31", 40, "until 2026-12-31, 40 days left"],
  ["2026-11-22", 1, "until 2026-11-22, 1 day left"],
  ["2026-11-21", 0, "until 2026-11-21, which is today"],
  ["2026-11-20", -1, "until 2026-11-20, expired 1 day ago"],
  ["2026-10-22", -30, "until 2026-10-22, expired 30 days ago"],
])("on 2026-11-21 an exemption until %s has %i days left, at any hour", (until, days, text) => {
  for (const hour of ["00:00:00", "12:00:00", "23:59:59"]) {
    const now = new Date(`2026-11-21T${hour}Z`);
    expect(daysLeft(until, now)).toBe(days);
    expect(untilText(until, now)).toBe(text);
  }
});
