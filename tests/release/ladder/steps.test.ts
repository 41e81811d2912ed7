import { describe, expect, it } from "vitest";
import { declarationDigest } from "../../../release/ladder/digest.ts";
import { compare, nameOf } from "../../../release/ladder/positions.ts";
import { dueStep, stepsOf } from "../../../release/ladder/steps.ts";
import { at, declare, successRate } from "./facts.ts";

const holds = { ...successRate, name: "success holds", pass: "result.success_rate >= baseline.success_rate" };
const hours = (ms: number) => ms / 3_600_000;

describe("the steps of a ladder", () => {
  it("S2.2 are 0, 10, 50, 100, deprecated, removed, and the flag's end, each with its dwell", () => {
    expect(stepsOf(declare()).map(({ name, dwellMs }) => [name, hours(dwellMs)])).toEqual([
      ["0 %", 0],
      ["10 %", 24],
      ["50 %", 48],
      ["100 %", 168],
      ["deprecated", 168],
      ["removed", 168],
      ["retired", 0],
    ]);
  });

  it("have every gate but at 0 %, where nobody is, and leave comparisons out of the first step with users", () => {
    const gates = stepsOf(declare({ gates: [successRate, holds] })).map((step) => [step.name, step.gates]);
    const both = ["success rate", "success holds"];
    expect(gates).toEqual([
      ["0 %", []],
      ["10 %", ["success rate"]],
      ["50 %", both],
      ["100 %", both],
      ["deprecated", both],
      ["removed", both],
      ["retired", []],
    ]);
  });

  it("do not take the word baseline within a text for a comparison", () => {
    const named = { ...successRate, pass: "result.name == 'baseline'" };
    expect(stepsOf(declare({ gates: [named] }))[1]?.gates).toEqual(["success rate"]);
  });

  it("leave a comparison by rows out of the first step too, but not one that asks whether it is the first", () => {
    const rows = "rows.all(row, baselineRows.exists(old, old.error == row.error))";
    const gatesAtTen = (pass: string) => stepsOf(declare({ gates: [{ ...successRate, pass }] }))[1]?.gates;
    expect(gatesAtTen(rows)).toEqual([]);
    expect(gatesAtTen(`first || ${rows}`)).toEqual(["success rate"]);
  });

  it("have a gate that names steps at these steps only, also at 0 %", () => {
    const [zero, ten, fifty] = stepsOf(declare({ gates: [{ ...successRate, steps: [0, 50] }] }));
    expect([zero?.gates, ten?.gates, fifty?.gates]).toEqual([["success rate"], [], ["success rate"]]);
  });

  it("have the gates that a step names, and S2.4 routing wherever anybody is on the new version", () => {
    const ladder = [
      { percent: 0, gates: ["success rate"] },
      { percent: 10, dwell: "PT1H", gates: [] },
      { percent: 100, dwell: "PT1H" },
    ];
    const steps = stepsOf(declare({ ladder, routing: { logs: { new: "to v2", old: "to v1" } } }));
    expect(steps.slice(0, 3).map(({ gates }) => gates)).toEqual([
      ["success rate"],
      ["routing"],
      ["success rate", "routing"],
    ]);
  });

  it.each([
    [at(0), "10 %"],
    [at(10), "50 %"],
    [at(100), "deprecated"],
    [at(100, "removed"), "retired"],
    [at(100, "retired"), undefined],
    // Nobody may rise from a percent that is no step: back to the one below it.
    [at(30), "10 %"],
    [at(3), "0 %"],
  ])("S2.2 after %o the one that is due is %s", (position, due) => {
    expect(dueStep(stepsOf(declare()), position)?.name).toBe(due);
  });
});

describe("a position", () => {
  it("below 100 % has no legacy state, whatever is declared", () => {
    expect(nameOf(at(50, "deprecated"))).toBe("50 %");
    expect(compare(at(50, "deprecated"), at(50))).toBe(0);
    expect(compare(at(100, "deprecated"), at(100))).toBeGreaterThan(0);
  });
});

describe("the digest of a declaration", () => {
  const digest = (declared: Record<string, unknown> = {}) => declarationDigest(declare(declared));

  it("says nothing about where the rollout stands", () => {
    expect(digest({ percent: 100, legacy: { state: "deprecated" } })).toBe(digest());
  });

  it("does not depend on the order of keys, nor on what JSON drops", () => {
    const { pass, ...rest } = successRate;
    expect(digest({ gates: [{ pass, ...rest }] })).toBe(digest());
    expect(declarationDigest({ ...declare(), routing: undefined } as never)).toBe(digest());
    expect(declarationDigest(JSON.parse(JSON.stringify(declare())))).toBe(digest());
  });

  it.each([
    ["ladder", { ladder: [{ percent: 0 }, { percent: 100, dwell: "PT1H" }] }],
    ["gates", { gates: [{ ...successRate, pass: "result.success_rate >= 90.0" }] }],
    ["criteria", { rollbackWhen: [{ name: "stuck", sql: { query: "select 1" }, when: "true" }] }],
    ["samples", { minSamples: 1 }],
    ["watch", { watchEvery: "PT10M" }],
    ["routing", { routing: { logs: { new: "a", old: "b" } } }],
    ["what follows 100 %", { legacy: { deprecated: { dwell: "P1D" } } }],
  ])("changes with the %s", (_, edited) => {
    expect(digest(edited)).not.toBe(digest());
  });
});
