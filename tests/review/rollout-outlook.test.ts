import { describe, expect, it } from "vitest";
import type { JudgedResource, Operation } from "../../policies/rule.ts";
import type { Plan } from "../../review/plan/plan.ts";
import { rolloutOutlook } from "../../review/rollout-outlook.ts";

const urn = "urn:pulumi:prod::cutover::release:index:Rollout::V2_ROLLOUT_PERCENT";
const decided = (outcome: string, reasons: readonly string[] = []) => ({ decision: { outcome, reasons, codes: [] } });
const rollout = (percent: number, more: object, operation: Operation = "update"): JudgedResource => ({
  ...{ type: "release:index:Rollout", name: "V2_ROLLOUT_PERCENT", urn, operation },
  properties: () => ({ flag: "V2_ROLLOUT_PERCENT", percent, legacy: { state: "serving" }, ...more }) as never,
});
const plan = (properties: readonly [path: string, before: string][], ...said: string[]): Plan => ({
  ...{ stack: "prod", same: 0 },
  changes: [
    {
      ...{ urn, type: "release:index:Rollout", name: "V2_ROLLOUT_PERCENT", kind: "update", inputs: {} },
      properties: properties.map(([path, before]) => ({ path, kind: "update", before, after: "1" })),
    },
  ],
  said: [
    { severity: "info", urn: "urn:another", text: "not of it" },
    ...said.map((text) => ({ severity: "info", urn, text }) as const),
  ],
});

describe("what becomes of a rollout", () => {
  it("is where users are, where the change takes them, and what the provider says of it", () => {
    const told = "0 % → 10 %: refused: too early\n  10 % can open at 2026-11-22 10:00 UTC at the earliest";
    expect(rolloutOutlook([rollout(10, decided("refuse", ["too early"]))], plan([["percent", "0"]], told))).toEqual({
      flag: "V2_ROLLOUT_PERCENT",
      from: "0 %",
      to: "10 %",
      outcome: "refuse",
      reasons: ["too early"],
      lines: told.split("\n"),
    });
  });

  it("names what comes after 100 %", () => {
    const after = { legacy: { state: "deprecated" }, ...decided("promote") };
    const outlook = rolloutOutlook([rollout(100, after)], plan([["legacy.state", '"serving"']]));
    expect([outlook?.from, outlook?.to]).toEqual(["100 %", "deprecated"]);
  });

  it("stays where nothing changes, and begins at zero where it is new", () => {
    const nothing = { ...plan([]), changes: [] };
    const both = (["same", "create"] as const).map((of) => rolloutOutlook([rollout(10, decided("hold"), of)], nothing));
    expect(both.map((one) => [one?.from, one?.to])).toEqual([
      ["10 %", "10 %"],
      ["0 %", "10 %"],
    ]);
  });

  it("is nothing without a rollout, or one that was not judged", () => {
    expect(rolloutOutlook([], plan([]))).toBeUndefined();
    expect(rolloutOutlook([rollout(10, {})], plan([]))).toBeUndefined();
  });
});
