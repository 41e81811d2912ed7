import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { exitCodeOf } from "../../../release/checkpoint/report.ts";
import { EvidenceUnreachable } from "../../../release/evidence/evidence.ts";
import { type EvidenceDatabase, openEvidenceDatabase } from "../support/database.ts";
import { hour, minute, Watch } from "./watch.ts";

// The first statement of a fresh database takes a while on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

let db: EvidenceDatabase;
beforeAll(async () => {
  db = await openEvidenceDatabase();
});
afterAll(() => db?.[Symbol.asyncDispose]());

const bad = { rows: [{ success_rate: 93.1, samples: 400 }] };
const slow = { rows: [{ slow: 14 }] };
const act = { act: true };

async function at50(): Promise<Watch> {
  const watch = new Watch(db);
  await watch.stand(50);
  watch.advance(2 * minute);
  return watch;
}

describe("a rollback criterion that is met", () => {
  it("S2.11 rolls back at once, says why with figures, and exits with 1", async () => {
    const watch = await at50();
    watch.rows["success now"] = bad;
    const report = await watch.run(act);
    expect(watch.rollbacks).toEqual([expect.stringMatching(/^success under 95 %: .*93\.1/)]);
    expect(report.rollback).toMatchObject({ done: true, lines: ["users have 0 %"] });
    expect(exitCodeOf(report)).toBe(1);
    const { checkpoints, events } = await watch.evidence.history();
    expect(events.at(-1)).toMatchObject({ kind: "rolled-back", automatic: true });
    expect(checkpoints).toMatchObject([
      { outcome: "fail", scheduled: false, criteria: [{ name: "success under 95 %", verdict: { outcome: "fail" } }] },
    ]);
  });

  it("S2.11 leaves users where they are when it is not met", async () => {
    const watch = await at50();
    const report = await watch.run(act);
    expect({ rollbacks: watch.rollbacks, percent: watch.percent, exit: exitCodeOf(report) }).toEqual({
      rollbacks: [],
      percent: 50,
      exit: 0,
    });
  });

  it("S2.11 only alerts without --act, and says how to roll back", async () => {
    const watch = await at50();
    watch.rows["success now"] = bad;
    const report = await watch.run();
    expect(watch.percent).toBe(50);
    expect(report).toMatchObject({ rollback: null, outcome: "fail" });
    expect(report.alerts).toEqual([expect.stringContaining("npx cutover rollback --to 0")]);
    expect(exitCodeOf(report)).toBe(1);
  });

  it("S2.11 only alerts where that is its action", async () => {
    const watch = await at50();
    watch.lines.ERROR = 4;
    const report = await watch.run(act);
    expect(watch.rollbacks).toEqual([]);
    expect(report.alerts).toEqual([expect.stringMatching(/^error lines: /)]);
    expect(exitCodeOf(report)).toBe(1);
  });

  it("S2.11 rolls back once when two runs find it at once", async () => {
    const watch = await at50();
    watch.rows["success now"] = bad;
    const both = await watch.runTwice(act);
    expect(watch.rollbacks).toHaveLength(1);
    expect(both.map(({ rollback }) => rollback?.done)).toEqual([true, true]);
    expect(both.map(({ recorded }) => recorded).sort()).toEqual(["already", "now"]);
  });

  it("S2.10 rolls back with the evidence database down", async () => {
    const watch = await at50();
    const down = () => Promise.reject(new EvidenceUnreachable("EVIDENCE_UNREACHABLE: connection refused\n  at …"));
    const evidence = { history: down, record: down, recordCheckpoint: down, close: async () => {} };
    watch.lines.OOMKilled = 1;
    const report = await watch.run({ ...act, over: { evidence } });
    expect(watch.rollbacks).toEqual([expect.stringMatching(/^crash: /)]);
    expect(report).toMatchObject({
      recorded: "no",
      unreached: ["the evidence database: connection refused"],
    });
    expect(exitCodeOf(report)).toBe(1);
  });

  it("S2.10 does not wait for a database that never answers", async () => {
    const watch = await at50();
    watch.rows["success now"] = bad;
    const evidence = { ...watch.evidence, recordCheckpoint: () => new Promise<never>(() => {}) };
    const report = await watch.run({ ...act, over: { evidence } });
    expect(watch.rollbacks).toHaveLength(1);
    expect(report.unreached).toEqual(["the evidence database: no answer within 5 s"]);
  });

  it("S2.11 rolls back although another criterion is declared wrongly", async () => {
    const watch = await at50();
    watch.rows.slow = { misdeclared: "syntax error at or near select" };
    watch.rows["success now"] = bad;
    const report = await watch.run(act);
    expect(watch.rollbacks).toHaveLength(1);
    expect(report.misdeclared).toEqual([expect.stringContaining('"slow imports"')]);
  });

  it("S2.11 passes on that it is an incident", async () => {
    const watch = await at50();
    watch.lines.OOMKilled = 1;
    const orders: unknown[] = [];
    const { runCheckpoint } = await import("../../../release/checkpoint/checkpoint.ts");
    await runCheckpoint(watch.watched, {
      act: async (order) => {
        orders.push(order);
        return [];
      },
      signal: AbortSignal.timeout(10_000),
    });
    expect(orders).toEqual([{ reason: expect.stringMatching(/^crash: /), incident: true }]);
  });

  it("says so and exits with 1 when the rollback itself fails", async () => {
    const watch = await at50();
    watch.rows["success now"] = bad;
    const { runCheckpoint } = await import("../../../release/checkpoint/checkpoint.ts");
    const failing = () => Promise.reject(new Error("VERCEL_REFUSED: not allowed\n  at …\n  fix: …"));
    const report = await runCheckpoint(watch.watched, { act: failing, signal: AbortSignal.timeout(10_000) });
    expect(report.rollback).toMatchObject({ done: false, why: "not allowed" });
    expect(exitCodeOf(report)).toBe(1);
  });
});

describe("a criterion that has to persist", () => {
  /** Runs every five minutes with what the query gives at that minute. */
  async function throughMinutes(watch: Watch, until: number, given: (at: number) => (typeof watch.rows)[string]) {
    for (let at = 5; at <= until && watch.rollbacks.length === 0; at += 5) {
      watch.rows.slow = given(at);
      await watch.runEvery(5 * minute, 1, act);
    }
    return watch.rollbacks.length;
  }

  it("S2.11 rolls back after six hours without a break, and not before", async () => {
    const watch = new Watch(db);
    await watch.stand(50);
    expect(await throughMinutes(watch, 360, () => slow)).toBe(0);
    const [report] = await watch.runEvery(5 * minute, 1, act);
    expect(watch.rollbacks).toEqual([expect.stringMatching(/^slow imports: /)]);
    expect(report?.criteria.find(({ verdict }) => verdict.name === "slow imports")).toMatchObject({ due: true });
  });

  it("S2.11 rolls back after six hours also while a checkpoint of the ladder waits for its samples", async () => {
    const watch = new Watch(db);
    await watch.stand(10);
    watch.rows.success = { rows: [{ success_rate: 98.2, samples: 3 }] };
    watch.rows["success now"] = watch.rows.success;
    expect(await throughMinutes(watch, 430, (at) => (at < 65 ? { rows: [{ slow: 0 }] } : slow))).toBe(1);
  });

  it("S2.11 begins again after a run in which it was not met", async () => {
    const watch = new Watch(db);
    await watch.stand(50);
    expect(await throughMinutes(watch, 400, (at) => (at === 200 ? { rows: [{ slow: 0 }] } : slow))).toBe(0);
  });

  it("D5 an inconclusive run neither ends the time nor acts", async () => {
    const watch = new Watch(db);
    await watch.stand(50);
    const unknown = { unmeasured: "no connection" };
    expect(await throughMinutes(watch, 370, (at) => (at >= 180 ? unknown : slow))).toBe(0);
    watch.rows.slow = slow;
    await watch.runEvery(5 * minute, 1, act);
    expect(watch.rollbacks).toHaveLength(1);
  });

  it("begins again when nobody watched for a while: what happened meanwhile is not known", async () => {
    const watch = new Watch(db);
    await watch.stand(50);
    watch.rows.slow = slow;
    await watch.runEvery(5 * minute, 1, act);
    watch.advance(7 * hour);
    await watch.run(act);
    expect(watch.rollbacks).toEqual([]);
  });
});
