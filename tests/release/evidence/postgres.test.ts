import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { GateVerdict } from "../../../checks/gates/gate-verdict.ts";
import type { CheckpointFact, EventFact, Evidence } from "../../../release/evidence/evidence.ts";
import { openEvidence } from "../../../release/evidence/postgres.ts";
import { type EvidenceDatabase, openEvidenceDatabase } from "../support/database.ts";

let world: EvidenceDatabase;
const opened: Evidence[] = [];
const author = { actor: "ada", commit: "c0ffee" };

beforeAll(async () => {
  world = await openEvidenceDatabase();
});
afterAll(async () => {
  await Promise.all(opened.map((evidence) => evidence.close()));
  await world.database.close();
});

let rollouts = 0;
/** Evidence of a rollout that nobody has recorded anything of, or of the given one. */
function evidence(rollout = `app/FLAG_${rollouts}`, url = world.recorderUrl) {
  rollouts += 1;
  const one = openEvidence({ url, rollout });
  opened.push(one);
  return Object.assign(one, { rollout });
}

const moment = new Date("2026-03-01T10:00:00.123Z");
const position = { percent: 10, legacy: "serving" } as const;
const figures = { result: { zeta: 1, alpha: 97.5, none: null }, rows: [{ zeta: "ü\u2028", alpha: [1, { b: true }] }] };
const verdict: GateVerdict = {
  name: "success rate",
  outcome: "fail",
  observed: "93 %",
  expected: ">= 95 %",
  differences: [{ at: "success_rate", observed: "93", expected: ">= 95", detail: "of v2 rows" }],
  reason: "measured",
  warnings: ["few rows"],
  sampleSize: 200,
  window: { from: moment, to: moment },
  request: "select 1",
  at: moment,
  figures,
};
const checkpoint = (slot: Date, more: Partial<CheckpointFact> = {}): CheckpointFact => ({
  position,
  since: moment,
  slot,
  scheduled: true,
  declaration: "digest of what is declared",
  outcome: "fail",
  gates: [verdict],
  criteria: [{ name: "OOM", metSince: "2026-03-01T10:00:00Z", verdict }],
  digest: "abc",
  ...more,
});

/** One of each kind, with everything that it can hold: a new field has to be added here, and so comes back from a row. */
const facts: { [Kind in EventFact["kind"]]: Required<Extract<EventFact, { kind: Kind }>> } = {
  created: { kind: "created", position },
  imported: { kind: "imported", position },
  declared: { kind: "declared", digest: "d" },
  granted: {
    kind: "granted",
    from: position,
    to: { percent: 50, legacy: "serving" },
    declaration: "d",
    baseline: { "success rate": figures },
    gates: [verdict],
    seen: 7,
  },
  arrived: { kind: "arrived", position, deployment: "dpl_1", commit: "deployed" },
  "rolled-back": {
    kind: "rolled-back",
    from: position,
    to: { percent: 0, legacy: "serving" },
    automatic: true,
    reason: "r",
    incident: true,
    deployment: "dpl_0",
    commit: "deployed",
  },
  explained: { kind: "explained", cause: "c", fix: "f" },
  "pull-request": { kind: "pull-request", url: "https://github.com/o/r/pull/1" },
  reconciled: { kind: "reconciled", position },
  held: { kind: "held", reason: "r" },
  lifted: { kind: "lifted", reason: "r" },
  drifted: { kind: "drifted", percent: 33, flag: "33" },
  complaint: { kind: "complaint", text: "it is slow" },
  deleted: { kind: "deleted", position },
};

describe("what is recorded", () => {
  it.each(Object.values(facts).map((fact) => [fact.kind, fact] as const))(
    "S2.2 comes back as it was, with who, when and in which order: %s",
    async (_, fact) => {
      const one = evidence();
      const recorded = await one.record(fact, author);
      expect(recorded).toEqual({ ...author, ...fact, id: expect.any(Number), at: expect.any(Date) });
      expect((await one.history()).events).toEqual([recorded]);
    },
  );

  it("S2.5 keeps every checkpoint with its figures, in the order of their columns", async () => {
    const one = evidence();
    const recorded = await one.recordCheckpoint(checkpoint(moment), author);
    expect(recorded).toEqual({ ...checkpoint(moment), ...author, id: expect.any(Number), at: expect.any(Date) });
    const { checkpoints } = await one.history();
    expect(checkpoints).toEqual([recorded]);
    expect(Object.keys(checkpoints[0]?.gates[0]?.figures?.result ?? {})).toEqual(["zeta", "alpha", "none"]);
  });

  it("is of one rollout: another one's is not seen", async () => {
    const [one, other] = [evidence(), evidence()];
    await one.record(facts.held, author);
    expect((await other.history()).events).toEqual([]);
  });

  it("may hold texts that PostgreSQL would refuse: a NUL, half of a surrogate pair", async () => {
    const recorded = await evidence().record({ kind: "complaint", text: "a\0b\ud800c" }, { actor: "" });
    expect(recorded).toMatchObject({ text: "ab\ufffdc", actor: "unknown" });
  });

  it("tells the commit that users get of an arrival, never the one of whoever reported it", async () => {
    const recorded = await evidence().record({ kind: "arrived", position }, author);
    expect(recorded).not.toHaveProperty("commit");
  });
});

describe("two at once", () => {
  it("S2.5 leave one row for a moment that was due, and the second one is told", async () => {
    const one = evidence();
    const others = [one, ...Array.from({ length: 5 }, () => evidence(one.rollout))];
    const recorded = await Promise.all(others.map((each) => each.recordCheckpoint(checkpoint(moment), author)));
    expect(recorded.filter((row) => row !== undefined)).toHaveLength(1);
    expect((await one.history()).checkpoints).toHaveLength(1);
  });

  it("leave two where one was due by the ladder and the other one by the watch", async () => {
    const one = evidence();
    await one.recordCheckpoint(checkpoint(moment), author);
    expect(await one.recordCheckpoint(checkpoint(moment, { scheduled: false }), author)).toBeDefined();
  });

  it("are in one order: ids and times rise together, over both tables", async () => {
    const one = evidence();
    const others = Array.from({ length: 4 }, () => evidence(one.rollout));
    await Promise.all(
      others.flatMap((each, n) =>
        Array.from({ length: 8 }, (_, k) => [
          each.record(facts.complaint, author),
          each.recordCheckpoint(checkpoint(new Date(n * 100 + k)), author),
        ]).flat(),
      ),
    );
    const { events, checkpoints, now } = await one.history();
    const rows = [...events, ...checkpoints].sort((a, b) => a.id - b.id);
    expect(rows).toHaveLength(64);
    rows.reduce((before, row) => {
      expect(row.at.getTime()).toBeGreaterThanOrEqual(before.at.getTime());
      return row;
    });
    expect(now.getTime()).toBeGreaterThanOrEqual(rows.at(-1)?.at.getTime() ?? Infinity);
  });
});

describe("time (D10)", () => {
  it("is the database's, whatever the machine's clock says", async () => {
    await using other = await openEvidenceDatabase();
    const one = evidence("app/F", other.recorderUrl);
    other.clock.advance(30 * 86_400_000);
    const { at } = await one.record(facts.created, author);
    expect(at.getTime() - Date.now()).toBeGreaterThan(29 * 86_400_000);
  });

  it("never goes back for a rollout, also when the database's clock does", async () => {
    await using other = await openEvidenceDatabase();
    const [one, later] = [evidence("app/F", other.recorderUrl), evidence("app/G", other.recorderUrl)];
    other.clock.advance(3_600_000);
    const before = await one.record(facts.created, author);
    other.clock.restore(0);
    const after = await one.record(facts.held, author);
    expect(after.at).toEqual(before.at);
    expect((await one.history()).now).toEqual(before.at);
    expect((await later.record(facts.created, author)).at.getTime()).toBeLessThan(before.at.getTime());
  });

  it("cannot be chosen by whoever records", async () => {
    await world.database.query("set role cutover_recorder");
    const [row] = await world.database.query<{ at: Date; id: string }>(
      `insert into cutover.events (rollout, id, at, kind, actor, fact)
       values ('app/CHOSEN', -1, '2001-01-01', 'created', 'eve', '{}') returning at, id`,
    );
    await world.database.query("reset role");
    expect(row?.at.getTime()).toBeGreaterThan(Date.now() - 60_000);
    expect(Number(row?.id)).toBeGreaterThan(0);
  });
});

describe("rows are only ever added", () => {
  it.each(["events", "checkpoints"])("also the owner changes and deletes nothing in %s", async (table) => {
    const one = evidence();
    await one.record(facts.created, author);
    await one.recordCheckpoint(checkpoint(moment), author);
    for (const statement of [
      `update cutover.${table} set actor = 'somebody else'`,
      `delete from cutover.${table}`,
      `truncate cutover.${table}`,
    ])
      await expect(world.database.query(statement)).rejects.toThrow(/only ever added/);
    const { events, checkpoints } = await one.history();
    expect([events.length, checkpoints.length]).toEqual([1, 1]);
  });
});

describe("a long history", () => {
  it("is bounded: all that moved the rollout, and the newest of what there is much of", async () => {
    const one = evidence();
    await one.record(facts.created, author);
    await world.database.query(
      `insert into cutover.events (rollout, kind, actor, fact)
       select $1, 'complaint', 'eve', json_build_object('text', 'complaint ' || n) from generate_series(1, 1200) n`,
      [one.rollout],
    );
    const fact = JSON.stringify(checkpoint(moment, { gates: [{ ...verdict, request: "x".repeat(8000) }] }));
    await world.database.query(
      `insert into cutover.checkpoints (rollout, slot, scheduled, percent, outcome, actor, fact)
       select $1, 'epoch'::timestamptz + n * interval '5 minutes', n % 100 = 0, 10, 'fail', 'eve', $2 from generate_series(1, 1000) n`,
      [one.rollout, fact],
    );
    const { events, checkpoints } = await one.history();
    expect(events.map(({ kind }) => kind)).toEqual(["created", ...Array(1000).fill("complaint")]);
    expect(events.at(-1)).toMatchObject({ text: "complaint 1200" });
    const ids = checkpoints.map(({ id }) => id);
    expect(ids).toEqual(ids.toSorted((a, b) => a - b));
    expect(checkpoints.length).toBeLessThan(700);
    const [scheduled] = await world.database.query<{ ids: number[] }>(
      "select array_agg(id::int order by id) as ids from cutover.checkpoints where rollout = $1 and scheduled",
      [one.rollout],
    );
    expect(scheduled?.ids).toHaveLength(10);
    expect(ids).toEqual(expect.arrayContaining(scheduled?.ids ?? []));
  });
});
