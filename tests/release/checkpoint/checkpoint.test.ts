import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { exitCodeOf } from "../../../release/checkpoint/report.ts";
import { standingOf } from "../../../release/ladder/standing.ts";
import { type EvidenceDatabase, openEvidenceDatabase } from "../support/database.ts";
import { hour, minute, Watch } from "./watch.ts";

// The first statement of a fresh database takes a while on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

let db: EvidenceDatabase;
beforeAll(async () => {
  db = await openEvidenceDatabase();
});
afterAll(() => db?.[Symbol.asyncDispose]());

const tooFew = { rows: [{ success_rate: 100, samples: 3 }] };
const bad = { rows: [{ success_rate: 93.1, samples: 400 }] };
const outcomes = (report: { gates: readonly { name: string; outcome: string }[] }) =>
  Object.fromEntries(report.gates.map(({ name, outcome }) => [name, outcome]));

async function standing({ evidence, watched, percent }: Watch) {
  return standingOf(watched.declaration, await evidence.history(), { percent: percent ?? 0, legacy: "serving" });
}

describe("a moment of the ladder's schedule", () => {
  it("S2.5 is recorded by the first run after it, with the figures of each gate", async () => {
    const watch = new Watch(db);
    await watch.stand(10);
    watch.advance(hour);
    const report = await watch.run();
    expect(report).toMatchObject({
      scheduled: true,
      recorded: "now",
      outcome: "pass",
      unreached: [],
      alerts: [expect.stringContaining("did not come")],
    });
    expect(outcomes(report)).toEqual({ "success rate": "pass", "stuck imports": "pass" });
    const { checkpoints } = await watch.evidence.history();
    expect(checkpoints).toMatchObject([
      { scheduled: true, outcome: "pass", gates: [{ figures: { result: { success_rate: 98.2 } } }, {}] },
    ]);
    expect((await standing(watch)).missing).toEqual([]);
  });

  it("S2.5 leaves one row when two runs are at it at once", async () => {
    const watch = new Watch(db);
    await watch.stand(10);
    watch.advance(hour);
    const both = await watch.runTwice();
    expect(both.map(({ recorded }) => recorded).sort()).toEqual(["already", "now"]);
    expect((await watch.evidence.history()).checkpoints).toHaveLength(1);
  });

  it("S2.2 begins the dwell again when a gate fails, and exits with 1", async () => {
    const watch = new Watch(db);
    await watch.stand(10);
    watch.advance(hour);
    watch.rows.success = bad;
    const report = await watch.run();
    expect(exitCodeOf(report)).toBe(1);
    expect(report.outcome).toBe("fail");
    const { since, failed } = await standing(watch);
    expect(failed?.at).toEqual(since);
  });

  it("S2.5 stays open while there are too few samples, which is no failure, and is closed by a later run", async () => {
    const watch = new Watch(db);
    await watch.stand(10);
    await watch.runEvery(5 * minute, 11);
    watch.rows.success = tooFew;
    const [first] = await watch.runEvery(5 * minute, 1);
    expect(first).toMatchObject({ scheduled: true, outcome: "inconclusive" });
    expect(first && exitCodeOf(first)).toBe(0);
    expect((await standing(watch)).missing).toHaveLength(1);
    delete watch.rows.success;
    watch.rows.success = { rows: [{ success_rate: 99, samples: 40 }] };
    const [second] = await watch.runEvery(5 * minute, 1);
    expect(second).toMatchObject({ scheduled: true, outcome: "pass", recorded: "now" });
    expect((await standing(watch)).missing).toEqual([]);
  });

  it("S2.5 asks for all gates at the last moment of a step, for the next step to be compared with", async () => {
    const ladder = [
      { percent: 0 },
      { percent: 10, dwell: "PT24H", checkpoints: [{ at: ["PT1H", "PT24H"], gates: ["success rate"] }] },
      { percent: 100, dwell: "P7D" },
    ];
    const watch = new Watch(db, { ladder });
    await watch.stand(10);
    watch.advance(hour);
    expect(outcomes(await watch.run())).toEqual({ "success rate": "pass" });
    watch.advance(23 * hour);
    expect(outcomes(await watch.run())).toEqual({ "success rate": "pass", "stuck imports": "pass" });
  });
});

describe("a run between the schedule's moments", () => {
  it("judges all gates once an hour, and the criteria every time", async () => {
    const watch = new Watch(db);
    await watch.stand(10);
    watch.advance(2 * minute);
    const reports = [await watch.run(), ...(await watch.runEvery(5 * minute, 6))];
    expect(reports.map(({ gates }) => gates.length)).toEqual([2, 0, 0, 0, 0, 0, 0]);
    expect(reports.map(({ criteria }) => criteria.length)).toEqual([4, 4, 4, 4, 4, 4, 4]);
    expect(reports.every(({ recorded, scheduled }) => recorded === "now" && !scheduled)).toBe(true);
  });

  it("keeps no rows of a query, only its figures", async () => {
    const watch = new Watch(db);
    await watch.stand(10);
    watch.advance(2 * minute);
    await watch.run();
    const { checkpoints } = await watch.evidence.history();
    expect(checkpoints[0]?.gates[0]?.figures).toEqual({ result: { success_rate: 98.2, samples: 400 }, rows: [] });
  });

  it("asks no criterion at 0 %, where nobody is on the new version", async () => {
    const watch = new Watch(db);
    await watch.record({ kind: "created", position: { percent: 0, legacy: "serving" } });
    watch.advance(5 * minute);
    const report = await watch.run({ act: true });
    expect(report).toMatchObject({ criteria: [], outcome: "pass", recorded: "now" });
    expect(exitCodeOf(report)).toBe(0);
  });

  it("S2.5 alerts when two runs did not come, and the next one after it is quiet again", async () => {
    const watch = new Watch(db);
    await watch.stand(10);
    await watch.runEvery(5 * minute, 2);
    watch.advance(17 * minute);
    const late = await watch.run();
    expect(late.alerts).toEqual([expect.stringMatching(/^3 runs of npx cutover checkpoint did not come since /)]);
    expect(exitCodeOf(late)).toBe(1);
    const [next] = await watch.runEvery(5 * minute, 1);
    expect(next?.alerts).toEqual([]);
  });
});

describe("what nobody declared rightly, or nobody can reach", () => {
  it("tells a gate that is declared wrongly, judges the others, and exits with 2", async () => {
    const watch = new Watch(db);
    await watch.stand(10);
    watch.advance(2 * minute);
    watch.rows.stuck = { misdeclared: 'relation "imports" does not exist' };
    const report = await watch.run();
    expect(outcomes(report)).toEqual({ "success rate": "pass" });
    expect(report.misdeclared).toEqual([expect.stringContaining('"stuck imports"')]);
    expect(exitCodeOf(report)).toBe(2);
  });

  it("D5 exits with 3 when a source does not answer, and records that nothing is known", async () => {
    const watch = new Watch(db);
    await watch.stand(10);
    watch.advance(2 * minute);
    watch.rows.success = { unmeasured: "no connection" };
    const report = await watch.run();
    expect(outcomes(report)).toEqual({ "success rate": "inconclusive", "stuck imports": "pass" });
    expect(report.recorded).toBe("now");
    expect(exitCodeOf(report)).toBe(3);
  });

  it("D5 goes on with what is on record when Vercel does not answer", async () => {
    const watch = new Watch(db);
    await watch.stand(10);
    watch.advance(2 * minute);
    const site = { reality: () => Promise.reject(new Error("VERCEL_UNREACHABLE: no answer\n  at …")) };
    const report = await watch.run({ over: { site } });
    expect(report).toMatchObject({
      position: { percent: 10 },
      outcome: "pass",
      unreached: ["Vercel: no answer"],
    });
    expect(exitCodeOf(report)).toBe(3);
  });
});

describe("what users get, and what is on record", () => {
  it("S2.4 records a change by hand once, alerts, and watches what users really get", async () => {
    const watch = new Watch(db);
    await watch.stand(10);
    watch.advance(2 * minute);
    watch.percent = 50;
    const first = await watch.run();
    expect(first).toMatchObject({ position: { percent: 50 }, noticed: { kind: "drifted", percent: 50 } });
    expect(first.alerts).toEqual(["somebody changed by hand what users get: 50 % of them get the new version now"]);
    expect(exitCodeOf(first)).toBe(1);
    const [second] = await watch.runEvery(5 * minute, 1);
    expect(second).toMatchObject({ noticed: null, alerts: [] });
    const { events } = await watch.evidence.history();
    expect(events.filter(({ kind }) => kind === "drifted")).toHaveLength(1);
  });

  it("records the arrival that a crash swallowed", async () => {
    const watch = new Watch(db);
    await watch.stand(10);
    const [from, to] = [10, 50].map((percent) => ({ percent, legacy: "serving" as const }));
    if (from && to) await watch.record({ kind: "granted", from, to, declaration: "d", baseline: {}, gates: [] });
    watch.percent = 50;
    watch.advance(minute);
    expect(await watch.run()).toMatchObject({ noticed: { kind: "arrived", position: { percent: 50 } }, alerts: [] });
  });

  it("S2.3 alerts when the flag was edited at Vercel, or is set for Preview too", async () => {
    const watch = new Watch(db);
    await watch.stand(10);
    watch.advance(2 * minute);
    watch.flag = "100";
    watch.targets = ["production", "preview"];
    expect((await watch.run()).alerts).toEqual([
      "V2_ROLLOUT_PERCENT is set for preview too; it belongs to Production only",
      'V2_ROLLOUT_PERCENT was changed to "100" by hand; users get 10 %',
    ]);
  });
});
