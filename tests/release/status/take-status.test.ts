import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { EvidenceUnreachable } from "../../../release/evidence/evidence.ts";
import { takeStatus } from "../../../release/status/take-status.ts";
import { hour, minute, Watch } from "../checkpoint/watch.ts";
import { type EvidenceDatabase, openEvidenceDatabase } from "../support/database.ts";

// The first statement of a fresh database takes a while on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

let db: EvidenceDatabase;
beforeAll(async () => {
  db = await openEvidenceDatabase();
});
afterAll(() => db?.[Symbol.asyncDispose]());

const take = (watch: Watch, over: object = {}) =>
  takeStatus({
    ...{ ...watch.watched, stack: "prod", journal: [], live: true, signal: AbortSignal.timeout(60_000) },
    ...over,
  });

const down = () => () => Promise.reject(new EvidenceUnreachable("EVIDENCE_UNREACHABLE: no connection\n  at …"));
const nothing = { history: down(), record: down(), recordCheckpoint: down(), close: async () => {} };

/** At 10 % for 25 hours, with every scheduled checkpoint recorded. */
async function ripe(): Promise<Watch> {
  const watch = new Watch(db);
  await watch.stand(10);
  for (const after of [1, 5, 18]) await watch.runEvery(after * hour, 1);
  await watch.runEvery(5 * minute, 1);
  return watch;
}

describe("where a rollout stands", () => {
  it("S2.2 is waiting while the dwell lasts, and says when the next step can open", async () => {
    const watch = new Watch(db);
    await watch.stand(10);
    watch.advance(hour);
    await watch.run();
    const { standing, headline, next, step, gates } = await take(watch);
    expect(standing).toBe("waiting");
    expect(headline).toMatch(
      /^Users get 10 %; 50 % can follow at the earliest \d{4}-\d\d-\d\d \d\d:\d\d UTC, in 22 h 59 min$/,
    );
    expect(next).toMatchObject({ name: "50 %", obstacles: [{ code: "dwell" }] });
    expect(step?.dwelt).toBeCloseTo(1 / 24, 2);
    expect(gates).toMatchObject({ live: true, verdicts: [{ name: "success rate", outcome: "pass" }, {}] });
  });

  it("S2.6 is ready when dwell, checkpoints and gates allow it, with the command that takes the step", async () => {
    const status = await take(await ripe());
    expect(status.next?.obstacles).toEqual([]);
    expect(status).toMatchObject({
      standing: "ready",
      headline: "Users get 10 %; 50 % may follow: pulumi config set --path cutover:rollout.percent 50",
      users: { percent: 10, flag: "10" },
      unknown: [],
    });
    expect(status.ladder.map(({ name, state }) => `${name} ${state}`)).toEqual([
      "0 % done",
      "10 % here",
      ...["50 %", "100 %", "deprecated", "removed", "retired"].map((name) => `${name} ahead`),
    ]);
  });

  it("S2.6 is blocked by a gate that does not pass now, whatever was recorded", async () => {
    const watch = await ripe();
    watch.rows.stuck = { rows: [{ stuck: 3 }] };
    const { standing, headline, next } = await take(watch);
    expect(standing).toBe("blocked");
    expect(headline).toContain("gate stuck imports");
    expect(next?.obstacles).toMatchObject([{ code: "gate" }]);
  });

  it("asks no gate with --recorded, and shows what the last run recorded", async () => {
    const watch = await ripe();
    watch.asked.length = 0;
    watch.rows.stuck = { rows: [{ stuck: 3 }] };
    const { gates, standing } = await take(watch, { live: false });
    expect(watch.asked).toEqual([]);
    expect(gates).toMatchObject({ live: false, verdicts: [{ outcome: "pass" }, { outcome: "pass" }] });
    expect(standing).toBe("ready");
  });

  it("is blocked by a hold, and tells its reason and who", async () => {
    const watch = await ripe();
    await watch.record({ kind: "held", reason: "release freeze" });
    expect(await take(watch)).toMatchObject({
      standing: "blocked",
      headline: "Users get 10 %; promotions are held: release freeze",
      hold: { reason: "release freeze", by: "ada" },
    });
  });

  it("S2.10 is rolled back until it is explained and Git says so too, naming the pull request", async () => {
    const watch = new Watch(db);
    await watch.stand(50);
    watch.advance(minute);
    await watch.act({ reason: "success 93.1", incident: false });
    await watch.record({ kind: "pull-request", url: "https://github.com/acme-brains/twin-brains/pull/7" });
    const status = await take(watch);
    expect(status).toMatchObject({
      standing: "rolled-back",
      headline:
        "Rolled back from 50 % to 0 % by a criterion; before the next step Git has to say so too, and its cause has to be explained",
      rollback: { automatic: true, explained: false, pullRequest: "https://github.com/acme-brains/twin-brains/pull/7" },
    });
    await watch.record(
      { kind: "explained", cause: "a queue", fix: "more consumers" },
      { kind: "reconciled", position: { percent: 0, legacy: "serving" } },
    );
    expect((await take(watch)).rollback).toBeNull();
  });

  it("S2.4 is drifted when users get something else than is on record", async () => {
    const watch = await ripe();
    watch.percent = 50;
    const { standing, drift } = await take(watch);
    expect({ standing, drift }).toEqual({
      standing: "drifted",
      drift: ["users get 50 %, but 10 % is on record: somebody deployed by hand, or a run is not over"],
    });
  });

  it("S2.10 knows a rollback that reached nothing but Vercel, and that nothing opens before it is put right", async () => {
    const watch = await ripe();
    watch.percent = 0;
    watch.hold = { percent: 0, at: new Date() };
    for (const live of [true, false]) {
      const { drift, next } = await take(watch, { live });
      expect(drift).toEqual([
        "users get 0 %, but 10 % is on record: a rollback that is not recorded yet: npx cutover checkpoint",
      ]);
      expect(next?.obstacles).toContainEqual(expect.objectContaining({ code: "rolled-back" }));
    }
  });

  it("S2.3 tells a promotion that stopped between flag and deployment, until users have it", async () => {
    const watch = await ripe();
    const [from, to] = [10, 50].map((percent) => ({ percent, legacy: "serving" }) as const);
    if (!from || !to) throw new Error("Failed to name the steps");
    await watch.record({ kind: "granted", from, to, declaration: "", baseline: {}, gates: [] });
    expect((await take(watch)).underWay).toBeNull();
    watch.flag = "50";
    expect(await take(watch)).toMatchObject({ underWay: { to }, drift: [] });
    watch.percent = 50;
    expect((await take(watch)).underWay).toBeNull();
  });

  it("S2.3 is drifted when the flag was edited at Vercel", async () => {
    const watch = await ripe();
    watch.flag = "100";
    expect(await take(watch)).toMatchObject({
      standing: "drifted",
      drift: [expect.stringContaining('changed to "100"')],
    });
  });

  it("S2.9 is complete after the last step", async () => {
    const watch = new Watch(db);
    await watch.stand(100, "retired");
    expect(await take(watch)).toMatchObject({ standing: "complete", next: null });
  });
});

describe("a source that does not answer", () => {
  it("is named, and the rest is shown: the evidence", async () => {
    const watch = await ripe();
    const status = await take(watch, { evidence: nothing });
    expect(status).toMatchObject({
      users: { percent: 10 },
      step: null,
      unknown: [{ what: "What is on record", why: "no connection" }],
      standing: "unknown",
      next: { name: "50 %", obstacles: [{ code: "evidence-unreachable" }] },
    });
  });

  it("is named, and the rest is shown: Vercel", async () => {
    const watch = await ripe();
    const status = await take(watch, { site: { reality: down() } });
    expect(status).toMatchObject({
      users: null,
      step: { name: "10 %" },
      gates: { live: false, verdicts: [{ outcome: "pass" }, {}] },
      next: { obstacles: [{ code: "unknown-percent" }] },
      unknown: [{ what: "What users get", why: "no connection" }],
    });
  });

  it("is named, and the rest is shown: all of them", async () => {
    const watch = new Watch(db);
    const status = await take(watch, { evidence: nothing, site: { reality: down() } });
    expect(status).toMatchObject({ standing: "unknown", users: null, step: null, next: null, watch: null, events: [] });
    expect(status.ladder).toHaveLength(7);
  });
});

describe("what happened, and what was measured", () => {
  it("has a point for each run that measured it, and each step from its moment on", async () => {
    const watch = new Watch(db, { routing: { query: "share" } });
    await watch.record({ kind: "created", position: { percent: 0, legacy: "serving" } });
    watch.advance(hour);
    await watch.stand(10);
    watch.rows.success = { rows: [{ success_rate: 97.5, samples: 40, p50: 180, p95: 500 }] };
    await watch.runEvery(hour, 2);
    const { series, events, watch: runs } = await take(watch);
    expect(series.success.map(({ value }) => value)).toEqual([97.5, 97.5]);
    expect(series.p50.map(({ value }) => value)).toEqual([180, 180]);
    expect(series.p95.map(({ value }) => value)).toEqual([500, 500]);
    expect(series.share.at(-1)?.value).toBe(10);
    expect(series.steps.map(({ name }) => name)).toEqual(["0 %", "10 %"]);
    expect(series.successNeeded).toBe(95);
    expect(events.map(({ text }) => text)).toEqual(["users got 10 %", "created at 0 %"]);
    expect(runs).toMatchObject({ missed: 0 });
  });

  it("is JSON and nothing else", async () => {
    const status = await take(await ripe());
    expect(JSON.parse(JSON.stringify(status))).toMatchObject({ version: 1, standing: "ready" });
  });
});
