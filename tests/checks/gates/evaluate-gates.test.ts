import { describe, expect, it } from "vitest";
import { evaluateCriterion, evaluateGates, GateMisdeclared } from "../../../checks/gates/evaluate-gates.ts";
import type { GateVerdict, Json, Row } from "../../../checks/gates/gate-verdict.ts";
import type { Sources } from "../../../checks/gates/sources.ts";
import { criterion } from "../../../config/rollout/gate.ts";
import { eventually } from "../../support/eventually.ts";
import fc from "../../support/property.ts";
import { scale } from "../../support/scale.ts";
import { answering, contextWith, declared, judged, now, sqlGate, stepBegan } from "./judged.ts";

describe("the verdict of a gate", () => {
  it.each([
    ["pass is true", { pass: "result.rate >= 95" }, 96, "pass"],
    ["pass is false and there is no fail", { pass: "result.rate >= 95" }, 93, "fail"],
    ["fail is true", { pass: "result.rate >= 95", fail: "result.rate < 90" }, 89, "fail"],
    ["it is between fail and pass", { pass: "result.rate >= 95", fail: "result.rate < 90" }, 93, "inconclusive"],
    ["fail is false and there is no pass", { fail: "result.rate < 90" }, 93, "pass"],
    ["pass and fail are both true", { pass: "result.rate > 0", fail: "result.rate > 1" }, 93, "fail"],
    ["the figure is null", { pass: "result.rate >= 95" }, null, "inconclusive"],
    ["what fails cannot be told", { pass: "result.n > 0", fail: "result.rate < 90" }, null, "inconclusive"],
  ])("D5 where %s", async (_, conditions, rate, outcome) => {
    expect((await judged(sqlGate(conditions), answering({ rate, n: 1 }))).outcome).toBe(outcome);
  });

  it("D5 carries what was seen, what was expected, on how much it rests, when, and what was asked", async () => {
    const gate = sqlGate({
      pass: "result.rate >= 95",
      samples: "result.n",
      sql: { query: "select 1 as rate\n  from cutover_gates.runs" },
    });
    expect(await judged(gate, answering({ rate: 93.5, n: 80, other: "x" }))).toEqual({
      name: "it",
      outcome: "fail",
      observed: "rate 93.5",
      expected: "result.rate >= 95",
      differences: [{ at: "it", observed: "rate 93.5", expected: "result.rate >= 95" }],
      warnings: [],
      sampleSize: 80,
      window: { from: stepBegan, to: now },
      request: "select 1 as rate from cutover_gates.runs",
      at: now,
      figures: { result: { rate: 93.5, n: 80, other: "x" }, rows: [{ rate: 93.5, n: 80, other: "x" }] },
    });
  });

  it("shows what a database says without escape sequences or workflow commands", async () => {
    const gate = sqlGate({ pass: "result.error == ''" });
    const { observed } = await judged(gate, answering({ error: "\u001b[31m::error::x\n@everyone" }));
    expect(observed).toBe('error ": :error: :x @everyone"');
  });

  it("D6 compares with the figures that the same gate had at the step before", async () => {
    const gate = sqlGate({ pass: "result.p95 <= 1.2 * baseline.p95" });
    const baseline = { it: { result: { p95: 100 }, rows: [] }, other: { result: { p95: 900 }, rows: [] } };
    expect(await judged(gate, answering({ p95: 121 }), { baseline })).toMatchObject({
      outcome: "fail",
      observed: "p95 121, baseline p95 100",
    });
    expect((await judged(gate, answering({ p95: 120 }), { baseline })).outcome).toBe("pass");
  });

  it("D6 is inconclusive where the step before has no such figures, unless it is the first", async () => {
    const gate = sqlGate({ pass: "first || result.p95 <= 1.2 * baseline.p95" });
    expect(await judged(gate, answering({ p95: 1 }))).toMatchObject({
      outcome: "inconclusive",
      reason: "the step before has no figures of this gate to compare with",
    });
    expect((await judged(gate, answering({ p95: 1 }), { first: true })).outcome).toBe("pass");
    expect((await judged(gate, answering({ p95: 1 }), { baseline: Object.create({ it: {} }) })).outcome).toBe(
      "inconclusive",
    );
  });
});

describe("samples", () => {
  const failing = { pass: "result.rate >= 95" };

  it.each([
    ["each row", failing, [{ rate: 1 }, { rate: 2 }], 2],
    ["the column samples", failing, [{ rate: 1, samples: 7 }], 7],
    ["the expression", { ...failing, samples: "result.ok + result.bad" }, [{ rate: 1, samples: 7, ok: 3, bad: 2 }], 5],
  ])("are counted by %s", async (_, fields, rows, sampleSize) => {
    expect(await judged(sqlGate(fields), answering(...rows))).toMatchObject({ outcome: "fail", sampleSize });
  });

  it("S2.5 make a gate inconclusive, not failed, while they are too few", async () => {
    const verdict = await judged(sqlGate(failing), answering({ rate: 1, samples: 19 }), { minSamples: 20 });
    expect(verdict).toMatchObject({
      outcome: "inconclusive",
      reason: "19 samples; at least 20 are needed",
      differences: [],
    });
    expect((await judged(sqlGate(failing), answering({ rate: 1, samples: 20 }), { minSamples: 20 })).outcome).toBe(
      "fail",
    );
  });

  it("have a minimum of the gate's own before that of the rollout", async () => {
    const [low, high] = [sqlGate({ ...failing, minSamples: 1 }), sqlGate({ ...failing, minSamples: 3 })];
    expect((await judged(low, answering({ rate: 99 }), { minSamples: 20 })).outcome).toBe("pass");
    expect((await judged(high, answering({ rate: 99 }), { minSamples: 0 })).outcome).toBe("inconclusive");
  });

  it("that are not counted by a query are told so", async () => {
    const { reason } = await judged(sqlGate(failing), answering({ rate: 99 }), { minSamples: 20 });
    expect(reason).toContain("unless there is a column named samples");
  });
});

describe("the window of a gate", () => {
  const windowOf = async (window: string) => (await judged(sqlGate({ pass: "true", window }), answering({}))).window;

  it("is the step, or back from now", async () => {
    expect(await windowOf("step")).toEqual({ from: stepBegan, to: now });
    expect(await windowOf("PT6H")).toEqual({ from: new Date("2026-02-10T06:00:00Z"), to: now });
  });

  it("S2.8 never reaches back to another percent", async () => {
    expect(await windowOf("P7D")).toEqual({ from: stepBegan, to: now });
  });

  it("is inconclusive before it has begun", async () => {
    const early = { stepBegan: now };
    expect(await judged(sqlGate({ pass: "true" }), answering({}), early)).toMatchObject({ outcome: "inconclusive" });
  });
});

describe("failAfter", () => {
  const gate = sqlGate({ pass: "result.rate >= 95", failAfter: 3 });
  const earlier = (...outcomes: readonly Pick<GateVerdict, "outcome" | "softened">[]) => ({ earlier: () => outcomes });
  const soft = { outcome: "inconclusive", softened: true } as const;
  const bad = answering({ rate: 93 });

  it.each([
    [
      "the first failure",
      earlier(),
      { outcome: "inconclusive", softened: true, reason: "failed 1 of 3 times in a row: rate 93" },
    ],
    ["the second", earlier(soft), { outcome: "inconclusive", softened: true }],
    ["the third", earlier(soft, soft), { outcome: "fail" }],
    ["the one after that", earlier({ outcome: "fail" }, soft, soft), { outcome: "fail" }],
    ["one after a pass", earlier({ outcome: "pass" }, soft, soft), { outcome: "inconclusive", softened: true }],
    [
      "one after nothing was measured",
      earlier({ outcome: "inconclusive" }, soft, soft),
      { outcome: "inconclusive", softened: true },
    ],
  ])("lets a gate fail once it failed so often in a row: %s", async (_, context, expected) => {
    expect(await judged(gate, bad, context)).toMatchObject(expected);
  });

  it("leaves a pass a pass", async () => {
    expect((await judged(gate, answering({ rate: 99 }), earlier(soft, soft))).outcome).toBe("pass");
  });
});

describe("what is not a verdict about the app", () => {
  it.each([
    [
      "a database that cannot be reached",
      { sql: async () => ({ unmeasured: "connection refused" }) },
      "connection refused",
    ],
    ["a source that throws", { sql: () => Promise.reject(new Error("broken\n  at somewhere")) }, "broken"],
  ] satisfies [string, Partial<Sources>, string][])("D5 is inconclusive: %s", async (_, sources, reason) => {
    expect(await judged(sqlGate({ pass: "true" }), sources)).toMatchObject({
      outcome: "inconclusive",
      observed: "not measured",
      reason,
      sampleSize: 0,
    });
  });

  it.each([
    [
      "a query that does not parse",
      sqlGate({ pass: "true" }),
      { sql: async () => ({ misdeclared: "syntax error at or near selct" }) },
      /sql\.query.*syntax error/s,
    ],
    [
      "text compared with a number",
      sqlGate({ pass: "result.rate >= 95" }),
      answering({ rate: "96" }),
      /pass of gate "it".*line 1, column 1/s,
    ],
    [
      "samples that are no number",
      sqlGate({ pass: "true", samples: "result.rate" }),
      answering({ rate: "96" }),
      /samples of gate "it"/,
    ],
  ] satisfies [string, ReturnType<typeof sqlGate>, Partial<Sources>, RegExp][])(
    "D6 is refused as a fault of the configuration: %s",
    async (_, gate, sources, message) => {
      const refused = judged(gate, sources, { minSamples: 1000 });
      await expect(refused).rejects.toThrow(GateMisdeclared);
      await expect(refused).rejects.toMatchObject({ code: "GATE_MISDECLARED", message });
    },
  );

  it("never throws otherwise, and never passes what is not there, whatever a query gives", async () => {
    const json = fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>;
    const row = fc.dictionary(
      fc.constantFrom("rate", "samples", "list", "constructor", "__proto__", "x"),
      json,
    ) as fc.Arbitrary<Row>;
    const text = fc.constantFrom(
      "result.rate >= 95",
      "result.list.all(item, item in baseline.list)",
      "rows.exists(row, row.x > result.rate) || samples > 2",
      "result.x.rate == 1 && !result.list",
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { maxLength: 4 }),
        text,
        fc.option(text, { nil: undefined }),
        row,
        async (rows, pass, fail, before) => {
          const gate = sqlGate({ pass, ...(fail && { fail }) });
          const baseline = { it: { result: before, rows: [] } };
          try {
            const verdict = await judged(gate, answering(...rows), { baseline });
            const [first] = rows;
            const rate = first && Object.hasOwn(first, "rate") ? first.rate : null;
            if (pass === "result.rate >= 95" && fail === undefined && rate === null)
              expect(verdict.outcome).toBe("inconclusive");
            expect(JSON.parse(JSON.stringify(verdict.figures))).toEqual(
              JSON.parse(JSON.stringify({ result: first ?? {}, rows })),
            );
          } catch (error) {
            expect(error).toBeInstanceOf(GateMisdeclared);
          }
        },
      ),
      { numRuns: 200 * scale },
    );
  });
});

describe("many gates", () => {
  const named = (name: string) => sqlGate({ name, pass: "true", sql: { query: name } });

  it("are asked at most four at a time, and their verdicts keep their order", async () => {
    let asked = 0;
    let most = 0;
    const waiting: (() => void)[] = [];
    const sql: Sources["sql"] = async () => {
      most = Math.max(most, ++asked);
      await new Promise<void>((resolve) => waiting.push(resolve));
      asked--;
      return { rows: [{}] };
    };
    const names = ["a", "b", "c", "d", "e", "f"];
    const verdicts = evaluateGates(names.map(named), contextWith({ sql }));
    for (let done = 0; done < names.length; done++) {
      await eventually(() => expect(waiting.length).toBeGreaterThan(0));
      waiting.pop()?.();
    }
    expect((await verdicts).map(({ name }) => name)).toEqual(names);
    expect(most).toBe(4);
  });

  it("are inconclusive where they hang, and the others are judged", async () => {
    let aborted = false;
    const sql: Sources["sql"] = async (query, _, { signal }) => {
      if (query !== "hangs") return { rows: [{}] };
      signal.addEventListener("abort", () => {
        aborted = true;
      });
      return new Promise(() => {});
    };
    const gates = ["a", "hangs", "b"].map(named);
    const verdicts = await evaluateGates(gates, contextWith({ sql }, { deadlineMs: 50 }));

    expect(verdicts.map(({ outcome }) => outcome)).toEqual(["pass", "inconclusive", "pass"]);
    expect(verdicts[1]?.reason).toBe("no answer within 0.05 s");
    expect(aborted).toBe(true);
  });

  it("that had no time left are inconclusive", async () => {
    const gates = Array.from({ length: 6 }, (_, index) => named(`gate ${index}`));
    const sql: Sources["sql"] = () => new Promise(() => {});
    const verdicts = await evaluateGates(gates, contextWith({ sql }, { deadlineMs: 30 }));
    expect(new Set(verdicts.map(({ outcome }) => outcome))).toEqual(new Set(["inconclusive"]));
  });

  it("end at once when whoever asked has had enough", async () => {
    const enough = new AbortController();
    const verdicts = evaluateGates(
      [named("a")],
      contextWith({ sql: () => new Promise(() => {}) }, { signal: enough.signal }),
    );
    enough.abort(new Error("interrupted"));
    await expect(verdicts).rejects.toThrow("interrupted");
  });
});

describe("a rollback criterion", () => {
  const stuck = criterion.parse({
    name: "stuck",
    sql: { query: "select 1" },
    when: "result.stuck > 10",
    minSamples: 0,
  });

  it.each([
    ["is met", { stuck: 11 }, "fail"],
    ["is not met", { stuck: 10 }, "pass"],
    ["cannot be told", { stuck: null }, "inconclusive"],
  ])("S2.11 %s", async (_, row, outcome) => {
    expect(await evaluateCriterion(stuck, contextWith(answering(row)))).toMatchObject({ name: "stuck", outcome });
  });

  it("S2.11 is met by lines in a log, by default of none", async () => {
    const killed = criterion.parse({ name: "killed", renderLogs: { text: ["OOMKilled"] }, when: "result.count > 0" });
    const lines = (count: number) => contextWith({ renderLogs: async () => ({ count, lines: [] }) });
    expect((await evaluateCriterion(killed, lines(1))).outcome).toBe("fail");
    expect((await evaluateCriterion(killed, lines(0))).outcome).toBe("pass");
  });
});

it("a gate without a source is a fault of the configuration", async () => {
  const { complaints: _, ...none } = declared({ complaints: {} });
  await expect(judged(none, {})).rejects.toThrow(GateMisdeclared);
});
