import { describe, expect, it } from "vitest";
import { slopeOf } from "../../../checks/gates/measure-metrics.ts";
import type { LogQuery, MetricAnswer, Sources } from "../../../checks/gates/sources.ts";
import type { Verdict } from "../../../checks/verdict.ts";
import { declared, judged, now, stepBegan } from "./judged.ts";

const hourMs = 3_600_000;

describe("a gate over logs", () => {
  const legacy = { text: ["[DEPRECATED]"], control: "INFO:" };
  const gate = declared({ renderLogs: legacy });
  const asked: LogQuery[] = [];

  /** A log with so many calls of the old endpoint, and lines that are always there in some of the window's quarters. */
  const log = (calls: number, quarters: readonly number[]): Partial<Sources> => ({
    renderLogs: async (_service, query) => {
      asked.push(query);
      if (query.text[0] === "[DEPRECATED]")
        return { count: calls, lines: calls ? ["[DEPRECATED] called by user ann"] : [] };
      const quarter = (now.getTime() - stepBegan.getTime()) / 4;
      const at = quarters.map((number) => stepBegan.getTime() + (number - 0.5) * quarter);
      const count = at.filter((time) => time >= query.from.getTime() && time < query.to.getTime()).length;
      return { count, lines: [] };
    },
  });

  it("S2.8 passes without a line, where the control line was seen at both ends of the window", async () => {
    expect(await judged(gate, log(0, [1, 4]))).toMatchObject({
      outcome: "pass",
      observed: "count 0",
      expected: "result.count == 0",
      request: 'lines with "[DEPRECATED]" in the log of the api at Render',
      sampleSize: 2,
    });
  });

  it("S2.8 fails with one line, and shows it", async () => {
    expect(await judged(gate, log(1, [1, 4]))).toMatchObject({
      outcome: "fail",
      observed: "1 line, such as: [DEPRECATED] called by user ann",
    });
  });

  it.each([
    ["at all", [], "first quarter"],
    ["at the beginning, as when lines are not kept so long", [3, 4], "first quarter"],
    ["at the end, as when nothing is logged any more", [1], "second half"],
  ])("S2.8 proves nothing by absence without a control line %s", async (_, quarters, where) => {
    const { outcome, reason } = await judged(gate, log(0, quarters));
    expect(outcome).toBe("inconclusive");
    expect(reason).toContain(where);
  });

  it("S2.8 fails without a control line too: what is there is there", async () => {
    expect((await judged(gate, log(1, []))).outcome).toBe("fail");
  });

  it("S2.8 is inconclusive where lines are kept for less than the window", async () => {
    const short = declared({ renderLogs: { ...legacy, retention: "PT24H" } });
    expect(await judged(short, log(0, [1, 4]))).toMatchObject({
      outcome: "inconclusive",
      reason: "lines are kept for PT24H, which does not reach back to 2026-02-08T12:00:00.000Z",
    });
    expect((await judged(short, log(1, []))).outcome).toBe("fail");
  });

  it("asks for one control line only, since one is enough", async () => {
    asked.length = 0;
    await judged(gate, log(0, [1, 4]));
    expect(asked.filter(({ text }) => text[0] === "INFO:").map(({ enough }) => enough)).toEqual([1, 1]);
  });

  it("does not pass on a part of what there is", async () => {
    const some = declared({ vercelLogs: { text: ["routed"], retention: "P7D" }, pass: "result.count < 5000" });
    const source: Partial<Sources> = { vercelLogs: async () => ({ count: 2000, lines: [], more: true }) };
    expect(await judged(some, source)).toMatchObject({
      outcome: "inconclusive",
      reason: "there are more lines than were read",
    });
  });

  it("D5 is inconclusive where the log cannot be read", async () => {
    const source: Partial<Sources> = { renderLogs: async () => ({ unmeasured: "Render does not answer" }) };
    expect(await judged(gate, source)).toMatchObject({ outcome: "inconclusive", reason: "Render does not answer" });
  });
});

describe("a gate over what a service uses", () => {
  const gate = declared({ renderMetrics: { metric: "memory" } });
  const points = (percents: readonly number[], everyMs = 6 * hourMs): MetricAnswer => ({
    points: percents.map((percent, index) => ({ at: new Date(stepBegan.getTime() + index * everyMs), percent })),
  });
  const using = (...given: Parameters<typeof points>) => ({ renderMetrics: async () => points(...given) });

  it.each([
    ["steady", [40, 42, 39, 41, 40, 43, 39, 40], "pass"],
    ["rising by 4.8 % a day", [40, 41.2, 42.4, 43.6, 44.8, 46, 47.2, 48.4], "pass"],
    ["rising by 5.2 % a day", [40, 41.3, 42.6, 43.9, 45.2, 46.5, 47.8, 49.1], "fail"],
    ["falling by 20 % a day", [80, 75, 70, 65, 60, 55, 50, 45], "pass"],
    ["at 85 % once", [40, 42, 85, 41, 40, 43, 39, 40], "fail"],
  ])("S2.7 judges memory that is %s", async (_, percents, outcome) => {
    expect((await judged(gate, using(percents))).outcome).toBe(outcome);
  });

  it("S2.7 shows slope and peak, and how many points they rest on", async () => {
    expect(await judged(gate, using([40, 41.3, 42.6, 43.9, 45.2, 46.5]))).toMatchObject({
      observed: "slope 5.2, peak 46.5",
      expected: "result.slope < 5 && result.peak < 85",
      sampleSize: 6,
      figures: { result: { slope: 5.2, peak: 46.5, mean: 43.25 } },
    });
  });

  it("S2.7 takes an hour of warming up for no trend of a day", async () => {
    const minutes = Array.from({ length: 60 }, (_, minute) => 30 + minute / 60);
    expect((await judged(gate, using(minutes, 60_000))).outcome).toBe("pass");
  });

  it("is inconclusive with too few points", async () => {
    expect(await judged(gate, using([40, 99]))).toMatchObject({ outcome: "inconclusive", observed: "not measured" });
    expect((await judged(gate, using([]))).outcome).toBe("inconclusive");
  });

  it("finds no slope in one moment", () => {
    expect(slopeOf([1, 2, 3].map((percent) => ({ at: now, percent })))).toBe(0);
  });
});

describe("a gate over one request", () => {
  const gate = declared({
    http: {
      target: "api",
      request: { path: "/health" },
      expect: { body: { type: "object", properties: { processors_available: { const: true } } } },
    },
  });
  const verdict: Verdict = {
    ...{ name: "/health", outcome: "pass", observed: "200", expected: "200", differences: [], warnings: ["odd"] },
    ...{ sampleSize: 1, window: { from: now, to: now }, request: "GET https://api.example/health", at: now },
  };
  const answering = (given: Partial<Verdict>, body: unknown = {}): Partial<Sources> => ({
    http: async () => ({ verdict: { ...verdict, ...given }, body }),
  });

  it("S2.6 passes and fails as the probe does", async () => {
    expect(await judged(gate, answering({}))).toMatchObject({
      outcome: "pass",
      observed: "200",
      warnings: ["odd"],
      sampleSize: 1,
    });
    const differences = [{ at: "body.processors_available", observed: "false", expected: "true" }];
    expect(await judged(gate, answering({ outcome: "fail", differences }))).toMatchObject({
      outcome: "fail",
      observed: "body.processors_available false",
    });
  });

  it("D5 is inconclusive without an answer", async () => {
    const gone = answering({ outcome: "inconclusive", observed: "no answer", reason: "connection refused" });
    expect(await judged(gate, gone)).toMatchObject({ outcome: "inconclusive", reason: "connection refused" });
  });

  it("can look into the answer", async () => {
    const queue = declared({
      http: { target: "api", request: { path: "/queue" } },
      pass: "result.ok && result.body.waiting < 100",
    });
    expect((await judged(queue, answering({}, { waiting: 99 }))).outcome).toBe("pass");
    expect((await judged(queue, answering({}, { waiting: 100 }))).outcome).toBe("fail");
    expect((await judged(queue, answering({}, {}))).outcome).toBe("inconclusive");
    expect((await judged(queue, answering({}, { waiting: 1, much: "x".repeat(30_000) }))).outcome).toBe("inconclusive");
  });
});

describe("a gate over complaints", () => {
  const gate = declared({ complaints: {} });

  it("S2.6 passes when nobody complained, and shows what was said otherwise", async () => {
    expect((await judged(gate, { complaints: async () => ({ count: 0, texts: [] }) })).outcome).toBe("pass");
    const texts = ["my import never ends", "mine neither"];
    expect(await judged(gate, { complaints: async () => ({ count: 2, texts }) })).toMatchObject({
      outcome: "fail",
      observed: "2, such as: my import never ends",
      figures: { rows: [{ text: "my import never ends" }, { text: "mine neither" }] },
    });
  });

  it("S2.8 is inconclusive where complaints cannot be read", async () => {
    const source: Partial<Sources> = { complaints: async () => ({ unmeasured: "no database" }) };
    expect((await judged(gate, source)).outcome).toBe("inconclusive");
  });
});
