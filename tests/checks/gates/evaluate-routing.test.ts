import { describe, expect, it } from "vitest";
import { GateMisdeclared } from "../../../checks/gates/evaluate-gates.ts";
import { evaluateRouting } from "../../../checks/gates/evaluate-routing.ts";
import type { LogQuery, Sources } from "../../../checks/gates/sources.ts";
import { routing } from "../../../config/rollout/routing.ts";
import { answering, contextWith, now } from "./judged.ts";

const byLogs = routing.parse({ logs: { new: "routed to v2", old: "routed to v1" } });
const byQuery = routing.parse({ query: "select 1 as new, 2 as total" });

const logged = (onNew: number, onOld: number): Partial<Sources> => ({
  vercelLogs: async ({ text }: LogQuery) => ({ count: text[0] === "routed to v2" ? onNew : onOld, lines: [] }),
});
const judged = (onNew: number, onOld: number, percent: number) =>
  evaluateRouting(byLogs, contextWith(logged(onNew, onOld), { percent }));

describe("the share of users on the new version", () => {
  it.each([
    [20, 180, 10, "pass"],
    [30, 170, 10, "pass"],
    [31, 169, 10, "fail"],
    [10, 190, 10, "pass"],
    [9, 191, 10, "fail"],
    [1000, 9000, 10, "pass"],
    [1100, 8900, 10, "fail"],
    [100, 100, 50, "pass"],
    [0, 200, 50, "fail"],
    [0, 200, 0, "pass"],
    [200, 0, 100, "pass"],
  ])("S2.4 of %i against %i lines at %i percent: %s", async (onNew, onOld, percent, outcome) => {
    expect((await judged(onNew, onOld, percent)).outcome).toBe(outcome);
  });

  it("S2.4 is inconclusive with fewer than 200 samples", async () => {
    expect(await judged(20, 179, 10)).toMatchObject({
      name: "routing",
      outcome: "inconclusive",
      reason: "199 samples; at least 200 are needed",
      sampleSize: 199,
    });
    expect((await judged(0, 0, 0)).outcome).toBe("inconclusive");
  });

  it.each([
    [1, 5, 0],
    [5, 1, 100],
  ])(
    "S2.4 fails by a single line of the other version at the ends: %i to %i at %i percent",
    async (onNew, onOld, percent) => {
      expect((await judged(onNew, onOld, percent)).outcome).toBe("fail");
    },
  );

  it("S2.4 says what was seen and what is declared, and keeps it", async () => {
    expect(await judged(60, 140, 10)).toMatchObject({
      observed: "30 % (60 of 200)",
      expected: "10 % of users on the new version",
      sampleSize: 200,
      window: { from: new Date(now.getTime() - 3_600_000), to: now },
      figures: { result: { new: 60, total: 200, share: 30 } },
      differences: [{ at: "routing" }],
    });
  });

  it("S2.4 looks at the present percent only", async () => {
    const stepBegan = new Date(now.getTime() - 600_000);
    const { window } = await evaluateRouting(byLogs, contextWith(logged(20, 180), { stepBegan, percent: 10 }));
    expect(window.from).toEqual(stepBegan);
  });

  it("S2.8 does not pass where lines are kept for less than what is looked at", async () => {
    const long = routing.parse({ logs: { new: "routed to v2", old: "routed to v1" }, window: "PT6H" });
    expect((await evaluateRouting(long, contextWith(logged(20, 180), { percent: 10 }))).outcome).toBe("inconclusive");
    expect((await evaluateRouting(long, contextWith(logged(90, 110), { percent: 10 }))).outcome).toBe("fail");
  });

  it("S2.4 can be observed by a query", async () => {
    const asked = (row: Record<string, number | string | null>) =>
      evaluateRouting(byQuery, contextWith(answering(row), { percent: 10 }));
    expect((await asked({ new: 20, total: 200 })).outcome).toBe("pass");
    expect((await asked({ new: 60, total: 200 })).outcome).toBe("fail");
    expect((await asked({ new: null, total: 200 })).outcome).toBe("inconclusive");
    await expect(asked({ new: "20", total: 200 })).rejects.toThrow(GateMisdeclared);
    await expect(asked({ new: 201, total: 200 })).rejects.toThrow(GateMisdeclared);
  });

  it.each([
    ["no rows", answering()],
    ["no database", {}],
    ["a source that throws", { sql: () => Promise.reject(new Error("broken")) }],
  ] satisfies [string, Partial<Sources>][])("D5 is inconclusive with %s", async (_, sources) => {
    expect((await evaluateRouting(byQuery, contextWith(sources))).outcome).toBe("inconclusive");
  });

  it("D6 is refused where the query is wrong", async () => {
    const wrong: Partial<Sources> = { sql: async () => ({ misdeclared: "syntax error" }) };
    await expect(evaluateRouting(byQuery, contextWith(wrong))).rejects.toThrow(GateMisdeclared);
  });

  it("is inconclusive where the log hangs", async () => {
    const hanging: Partial<Sources> = { vercelLogs: () => new Promise(() => {}) };
    expect(await evaluateRouting(byLogs, contextWith(hanging, { deadlineMs: 30 }))).toMatchObject({
      outcome: "inconclusive",
      reason: "no answer within 0.03 s",
    });
  });
});
