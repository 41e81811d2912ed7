import { describe, expect, it } from "vitest";
import { conditionFault, fieldsOf, variablesOf } from "../../config/rollout/condition.ts";

describe("a condition, before there is any figure", () => {
  it.each([
    "result.success_rate >= 95.0",
    "result.patterns.all(pattern, pattern in baseline.patterns)",
    "rows.exists(row, row.n > 3) || first",
    "has(result.p95) && result.p95 < 1.2 * baseline.p95",
    "samples >= 20 && percent < 100",
  ])("has no fault: %s", (text) => {
    expect(conditionFault(text)).toBeUndefined();
  });

  it.each([
    ["that breaks off", "result.n >", "Unexpected token: EOF", { line: 1, column: 11 }],
    ["with an unknown name", "result.n > 1 &&\n  resul.n < 2", "Unknown variable: resul", { line: 2, column: 3 }],
    ["with an unknown function", "median(rows) > 1", "there is no median(list<map<dyn, dyn>>)", { line: 1, column: 1 }],
    ["that compares text with a number", "'a' > 1", "string > int cannot be worked out", { line: 1, column: 1 }],
    [
      "that matches a pattern",
      "result.a.matches('(a+)+$')",
      expect.stringContaining("matches is not offered"),
      { line: 1, column: 1 },
    ],
    ["that asks for null", "result.a != null", expect.stringContaining("ask has(result.x)"), { line: 1, column: 1 }],
    ["that gives a number", "size(rows)", "it gives a int, not a bool", undefined],
    ["nested too deep", `${"(".repeat(60)}first${")".repeat(60)}`, "Exceeded maxDepth (50)", { line: 1, column: 51 }],
    ["too long", `first || ${"first || ".repeat(300)}first`, "it is longer than 2000 characters", undefined],
  ])("D6 has a fault %s", (_, text, what, at) => {
    expect(conditionFault(text)).toEqual(at ? { what, at } : { what });
  });

  it("gives a number where samples are counted", () => {
    expect(conditionFault("result.n + 1", "number")).toBeUndefined();
    expect(conditionFault("result.n > 1", "number")).toEqual({ what: "it gives a bool, not a number" });
  });

  it("names the figures it reads", () => {
    expect(fieldsOf("result.p95 <= 1.2 * baseline.p95 && rows.all(row, row.n > result.p95)")).toEqual([
      "result.p95",
      "baseline.p95",
    ]);
  });

  it("names the variables it reads, but not those of its own", () => {
    expect(variablesOf("first || rows.all(row, baselineRows.exists(old, old.n == row.n))")).toEqual([
      "first",
      "rows",
      "baselineRows",
    ]);
    expect(variablesOf("result.name == 'baseline'")).toEqual(["result"]);
    expect(variablesOf("baseline.n >")).toEqual([]);
  });
});
