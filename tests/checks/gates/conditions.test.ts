import { describe, expect, it } from "vitest";
import { type Facts, holds, numberOf } from "../../../checks/gates/conditions.ts";
import type { Row } from "../../../checks/gates/gate-verdict.ts";

const facts = (result: Row, rows: readonly Row[] = [], more: Partial<Facts> = {}): Facts => ({
  figures: { result, rows },
  ...{ baseline: undefined, first: false, samples: 20, percent: 10 },
  ...more,
});
const asked = (text: string, result: Row = {}, rows: readonly Row[] = [], more: Partial<Facts> = {}) =>
  holds(text, facts(result, rows, more));
const stepBefore = (result: Row, rows: readonly Row[] = []) => ({ baseline: { result, rows } });

describe("a condition", () => {
  it.each([
    ["result.rate >= 95", { rate: 96 }],
    ["result.rate >= 95.0", { rate: 96 }],
    ["result.rate >= 95", { rate: 96.5 }],
    ["result.rate >= 95.0", { rate: 96.5 }],
    ["result.n == 5", { n: 5 }],
    ["result.n * 1.5 == 7.5", { n: 5 }],
    ["result.n * 2 == 11", { n: 5.5 }],
    ["result.ok / result.n > 0.9", { ok: 19, n: 20 }],
    ["result.n - 1 == 4 && result.n % 2 == 1", { n: 5 }],
    ["samples == 20 && percent / 100 == 0.1", {}],
    ["result.n in [1, 5]", { n: 5 }],
  ])("D6 works with whole and broken numbers alike: %s of %j", (text, result) => {
    expect(asked(text, result)).toEqual({ value: true });
  });

  it("D6 compares with the step before, row by row too", () => {
    expect(asked("result.p95 <= 1.2 * baseline.p95", { p95: 120 }, [], stepBefore({ p95: 100 }))).toEqual({
      value: true,
    });
    const known = "rows.all(row, baselineRows.exists(old, old.error == row.error))";
    expect(asked(known, {}, [{ error: "a" }], stepBefore({}, [{ error: "a" }]))).toEqual({ value: true });
    expect(asked(known, {}, [{ error: "b" }], stepBefore({}, [{ error: "a" }]))).toEqual({ value: false });
  });

  it("S2.7 can say that there is nothing yet to compare with", () => {
    const text = "first || result.p95 <= 1.2 * baseline.p95";
    expect(asked(text, { p95: 500 }, [], { first: true })).toEqual({ value: true });
    expect(asked(text, { p95: 500 })).toMatchObject({ undecided: expect.any(String) });
  });

  it.each([
    ["a null", "result.rate >= 95", { rate: null }, "result.rate is missing"],
    ["a null that would be unlike anything", "result.state != 'failed'", { state: null }, "result.state is missing"],
    ["a missing column", "result.rate >= 95", {}, "result.rate is missing"],
    ["a missing member", "result.body.ready", { body: { ready: null } }, "result.body.ready is missing"],
    ["a null in a list", "result.all.all(n, n > 1)", { all: [2, null] }, "one of the values is null"],
    ["a missing row", "rows[0].n > 1", {}, "there are fewer rows than it asks about"],
    ["no baseline", "baseline.p95 > 1", {}, "the step before has no figures of this gate to compare with"],
    ["a text that is no number", "int(result.n) > 1", { n: "many" }, "int() type error: cannot convert to int"],
  ])("D6 is undecided for %s", (_, text, result, reason) => {
    expect(asked(text, result)).toEqual({ undecided: reason });
  });

  it("D6 is undecided where the step before has the gate but not the figure", () => {
    expect(asked("baseline.p95 > 1", {}, [], stepBefore({ p50: 3 }))).toEqual({ undecided: "baseline.p95 is missing" });
  });

  it("is decided where what is missing does not matter", () => {
    expect(asked("result.total == 0 || result.rate >= 95", { total: 0, rate: null })).toEqual({ value: true });
    expect(asked("result.total > 0 && result.rate >= 95", { total: 0, rate: null })).toEqual({ value: false });
    expect(asked("!has(result.rate) || result.rate >= 95", { rate: null })).toEqual({ value: true });
  });

  it.each([
    ["text with a number", "result.rate >= 95", { rate: "96" }, { line: 1, column: 1 }],
    ["text taken for true", "result.rate ? true : false", { rate: "96" }, { line: 1, column: 8 }],
    ["a list with a number", "1 < 2 &&\n  result.rate > 1", { rate: [1] }, { line: 2, column: 3 }],
  ])("D6 is faulty where it compares %s, and says where", (_, text, result, at) => {
    expect(asked(text, result)).toEqual({ faulty: { what: expect.any(String), at } });
  });

  it("D6 is faulty where it gives no yes or no", () => {
    expect(asked("result.rate", { rate: 96 })).toEqual({ faulty: { what: "it gives 96, not true or false" } });
  });

  it("takes columns of any name", () => {
    expect(asked("result.constructor == 2", { constructor: 2 })).toEqual({ value: true });
    expect(asked("result.constructor == 2", {})).toEqual({ undecided: "result.constructor is missing" });
  });

  it("ends in bounded time, however deep it goes over 1,000 rows", () => {
    const rows = Array.from({ length: 1000 }, (_, n) => ({ n: n + 1 }));
    expect(asked("rows.all(a, rows.exists(b, a.n == b.n))", {}, rows)).toEqual({ value: true });
    const endless = "rows.all(a, rows.all(b, rows.all(c, a.n + b.n + c.n > 0)))";
    expect(asked(endless, {}, rows)).toEqual({ undecided: "the condition took more than 1000 ms" });
  });
});

describe("an expression for samples", () => {
  it("gives a number", () => {
    expect(numberOf("result.ok + result.failed", facts({ ok: 3, failed: 1.5 }))).toEqual({ value: 4.5 });
    expect(numberOf("size(rows)", facts({}, [{}, {}]))).toEqual({ value: 2 });
  });

  it("is undecided for a missing figure, or one divided by nothing", () => {
    expect(numberOf("result.n", facts({ n: null }))).toEqual({ undecided: "result.n is missing" });
    expect(numberOf("result.n / 0.0", facts({ n: 1 }))).toEqual({ undecided: "result.n / 0.0 is no finite number" });
  });

  it("is faulty where it gives something else", () => {
    expect(numberOf("result.n", facts({ n: "many" }))).toEqual({ faulty: { what: "it gives many, not a number" } });
  });
});
