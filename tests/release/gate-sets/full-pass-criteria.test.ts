import { describe, expect, it } from "vitest";
import { evaluateCriterion } from "../../../checks/gates/evaluate-gates.ts";
import type { GateContext } from "../../../checks/gates/gate-context.ts";
import type { Sources } from "../../../checks/gates/sources.ts";
import { fullPassCriteria } from "../../../release/gate-sets/full-pass-criteria.ts";
import { now, runsDatabase } from "./runs.ts";

const app = runsDatabase();

async function judged(name: string, sources: Partial<Sources> = {}) {
  const criterion = fullPassCriteria.find((one) => one.name === name);
  if (!criterion) throw new Error(`there is no criterion ${name}`);
  const context: GateContext = {
    sources: { sql: app.sql, ...sources } as Sources,
    ...{
      now,
      stepBegan: new Date(now.getTime() - 86_400_000),
      percent: 50,
      minSamples: 20,
      baseline: {},
      first: false,
    },
    earlier: () => [],
    signal: new AbortController().signal,
  };
  return evaluateCriterion(criterion, context);
}

describe("what rolls imports back", () => {
  it("S2.11 success under 95 % in the last hour, whatever was before", async () => {
    await app.has(
      { many: 500, beganHoursAgo: 5 },
      { many: 30, beganHoursAgo: 0.5 },
      { many: 2, beganHoursAgo: 0.5, status: "failed" },
    );
    expect(await judged("success under 95 %")).toMatchObject({ outcome: "fail", sampleSize: 32 });

    await app.has({ many: 500, beganHoursAgo: 5, status: "failed" }, { many: 30, beganHoursAgo: 0.5 });
    expect((await judged("success under 95 %")).outcome).toBe("pass");
  });

  it("S2.11 more than 10 stuck in an hour, not 10", async () => {
    await app.has({ many: 10, beganHoursAgo: 1, status: "processing" });
    expect((await judged("more than 10 stuck in an hour")).outcome).toBe("pass");

    await app.has({ many: 11, beganHoursAgo: 1, status: "processing" });
    expect((await judged("more than 10 stuck in an hour")).outcome).toBe("fail");
  });

  it("S2.11 imports over 30 minutes, once that has lasted six hours", async () => {
    await app.has({ many: 27, beganHoursAgo: 0.9 }, { many: 3, beganHoursAgo: 0.9, minutes: 40 });
    expect(await judged("imports over 30 minutes")).toMatchObject({ outcome: "fail", observed: "over_30min 10" });
    expect(fullPassCriteria.find(({ name }) => name === "imports over 30 minutes")?.persists).toBe("PT6H");
  });

  it("S2.11 data that cannot be right, as an incident", async () => {
    await app.has({ many: 30 });
    expect((await judged("data corruption")).outcome).toBe("pass");

    await app.has({ many: 30 }, { many: 1, minutes: -5 });
    expect(await judged("data corruption")).toMatchObject({ outcome: "fail", observed: "found 1" });
    expect(fullPassCriteria.find(({ name }) => name === "data corruption")).toMatchObject({ incident: true });
  });

  it.each([
    ["complaints", { complaints: async () => ({ count: 1, texts: ["my import never ends"] }) }],
    ["crash", { renderLogs: async () => ({ count: 1, lines: ["OOMKilled"] }) }],
    ["processors gone", { renderLogs: async () => ({ count: 1, lines: ["processors_available: false"] }) }],
  ] satisfies [string, Partial<Sources>][])("S2.11 one of the %s", async (name, sources) => {
    expect((await judged(name, sources)).outcome).toBe("fail");
    expect(fullPassCriteria.find((one) => one.name === name)?.action).toBe("rollback");
  });

  it("S2.11 lines with ERROR only raise an alarm", () => {
    expect(fullPassCriteria.find(({ name }) => name === "error lines")).toMatchObject({
      renderLogs: { text: ["ERROR"] },
      action: "alert",
    });
  });

  it("D5 nothing is met that could not be measured", async () => {
    const down: Partial<Sources> = { sql: async () => ({ unmeasured: "connection refused" }) };
    expect(await judged("success under 95 %", down)).toMatchObject({
      outcome: "inconclusive",
      reason: "connection refused",
    });
  });
});
