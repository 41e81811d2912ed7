import { createServer, type Server } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSqlReader, type SqlReader } from "../../../checks/gates/sql.ts";
import { type EvidenceDatabase, openEvidenceDatabase } from "../../release/support/database.ts";
import { scale } from "../../support/scale.ts";

let world: EvidenceDatabase;
let reader: SqlReader;

beforeAll(async () => {
  world = await openEvidenceDatabase();
  const { database } = world;
  await database.query(
    "create table public.tries (id int primary key, ok boolean, took interval, started_at timestamptz)",
  );
  await database.query("create view cutover_gates.tries as select ok, took, started_at from public.tries");
  await database.query(`insert into public.tries values
    (1, true, '90 seconds', now()), (2, false, '1 hour 1.5 seconds', now()), (3, null, null, now() - interval '2 days')`);
  reader = openSqlReader(world.readerUrl);
});
afterAll(async () => {
  await reader.close();
  await world.database.close();
});

const ask = (
  query: string,
  {
    timeoutMs = 10_000,
    signal = new AbortController().signal,
    from = new Date(0),
    to = new Date(9e12),
    on = reader,
  } = {},
) => on.sql(query, { from, to }, { timeoutMs, signal });

describe("a query of a gate", () => {
  it("D6 gives its rows with numbers, booleans, seconds and nulls", async () => {
    const answer = await ask(
      "select ok, took, count(*) over () as n, 97.5::numeric as rate from cutover_gates.tries order by took",
    );
    expect(answer).toEqual({
      rows: [
        { ok: true, took: 90, n: 3, rate: 97.5 },
        { ok: false, took: 3601.5, n: 3, rate: 97.5 },
        { ok: null, took: null, n: 3, rate: 97.5 },
      ],
    });
  });

  it("D6 gets the window's start as $1 and its end as $2", async () => {
    const [from, to] = [new Date(Date.now() - 3_600_000), new Date(Date.now() + 3_600_000)];
    const query =
      "select count(*) as n, $1 as from, $2 as to from cutover_gates.tries where started_at >= $1 and started_at < $2";
    expect(await ask(query, { from, to })).toEqual({
      rows: [{ n: 2, from: from.toISOString(), to: to.toISOString() }],
    });
  });

  it.each([
    ["only $1", "select count(*) as n from cutover_gates.tries where started_at > $1"],
    ["only $2", "select count(*) as n from cutover_gates.tries where started_at < $2"],
    ["neither", "select count(*) as n from cutover_gates.tries"],
    ["them in a text only", "select count(*) as n from cutover_gates.tries where '$1 $2 $3' <> ''"],
  ])("may use %s", async (_, query) => {
    expect(await ask(query)).toEqual({ rows: [{ n: 3 }] });
  });

  it("S2.5 may give zero rows: that is an answer", async () => {
    expect(await ask("select ok from cutover_gates.tries where took > interval '9 hours'")).toEqual({ rows: [] });
  });

  it("D10 sees the database's own time, which a rehearsal may have advanced", async () => {
    await using other = await openEvidenceDatabase();
    other.clock.advance(86_400_000);
    const on = openSqlReader(other.readerUrl);
    const answer = await ask("select round(extract(epoch from now() - pg_catalog.now())) as ahead", { on });
    expect(answer).toEqual({ rows: [{ ahead: 86_400 }] });
    await on.close();
  });

  it("runs beside others on few connections, also more than may run at once", async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, (_, n) => ask(`select ${n} as n`)));
    expect(answers).toEqual(Array.from({ length: 12 }, (_, n) => ({ rows: [{ n }] })));
  });
});

describe("a query that is wrong, whatever the data, is misdeclared (D6)", () => {
  it.each([
    ["does not parse", "selec 1", /syntax error/],
    ["is two statements", "select 1; drop table public.tries", /multiple commands/],
    ["names no table that is there", "select * from cutover_gates.nothing", /"cutover_gates.nothing" does not exist/],
    ["names no column that is there", "select nothing from cutover_gates.tries", /"nothing" does not exist/],
    ["reads a table of the app", "select * from public.user_profiles", /permission denied for table user_profiles/],
    ["reads the evidence", "select * from cutover.events", /permission denied for schema cutover/],
    ["writes", "insert into cutover_gates.tries values (true)", /permission denied|read-only/],
    ["writes with what anybody may use", "create temporary table t (n int)", /read-only transaction/],
    ["is no query", "set statement_timeout = 0", /expected one SELECT, not SET/],
    ["shows a setting", "show statement_timeout", /expected one SELECT, not SHOW/],
    ["ends the transaction", "commit", /expected one SELECT, not COMMIT/],
    ["is empty", "-- nothing", /expected one SELECT/],
    ["wants a third parameter", "select $1, $2, $3::int", /parameter/],
    ["compares text with a number", "select 1 as n where 'a'::text > 1", /operator does not exist/],
    ["names two columns alike", "select 1 as n, 2 as n", /two of its columns are named n/],
  ])("when it %s", async (_, query, expected) => {
    expect(await ask(query)).toEqual({ misdeclared: expect.stringMatching(expected) });
    expect(await world.database.query("select count(*)::int as n from public.tries")).toEqual([{ n: 3 }]);
  });

  it("and leaves nothing behind for the next one", async () => {
    await ask("select set_config('statement_timeout', '1', false), set_config('search_path', 'nowhere', false)");
    await ask("rollback");
    const answer = await ask("select current_setting('statement_timeout') as t, current_setting('search_path') as p");
    expect(answer).toEqual({ rows: [{ t: "10s", p: "clock, pg_catalog, public" }] });
  });
});

describe("what cannot be measured is no verdict (D5)", () => {
  it.each([
    [
      "a division by zero, which comes and goes with the data",
      "select 1 / (count(*) - 3) as n from cutover_gates.tries",
      /division by zero/,
    ],
    ["a bigint beyond 2^53", "select 9007199254740993 as n", /n: 9007199254740993 is beyond 2\^53/],
    ["a numeric that is not a number", "select 'NaN'::numeric as n", /n: NaN is not a number/],
    ["more than 1,000 rows", "select * from generate_series(1, 1001)", /more than 1000 rows/],
    ["rows of too many bytes", "select repeat('x', 100000) as t from generate_series(1, 100)", /more than 1 MiB/],
    ["one row of too many bytes", "select repeat('x', 20000000) as t", /more than 1 MiB/],
  ])("%s", async (_, query, expected) => {
    expect(await ask(query)).toEqual({ unmeasured: expect.stringMatching(expected) });
    expect(await ask("select 1 as n")).toEqual({ rows: [{ n: 1 }] });
  });

  it("1,000 rows can be measured", async () => {
    expect(await ask("select n from generate_series(1, 1000) n")).toMatchObject({ rows: { length: 1000 } });
  });

  it("a wrong password, which is not shown", async () => {
    const wrong = openSqlReader(world.readerUrl.replace(/:[^:@]+@/, ":not-the-password@"));
    const answer = await ask("select 1", { on: wrong });
    expect(answer).toEqual({ unmeasured: expect.stringMatching(/does not let this role in: password authentication/) });
    expect(JSON.stringify(answer)).not.toContain("not-the-password");
    await wrong.close();
  });

  it("a database that is not there", async () => {
    const nowhere = openSqlReader("postgres://cutover_reader:secret@127.0.0.1:1/postgres");
    expect(await ask("select 1", { on: nowhere })).toEqual({
      unmeasured: "cutover_reader@127.0.0.1:1/postgres: nothing listens there: connect ECONNREFUSED 127.0.0.1:1",
    });
    await nowhere.close();
  });

  it("a read replica that lags, while one that keeps up can be asked", async () => {
    await using other = await openEvidenceDatabase();
    const on = openSqlReader(other.readerUrl);
    await other.database.query("create function clock.pg_is_in_recovery() returns boolean return true");
    const behind = (by: string) =>
      other.database.query(`create or replace function clock.pg_last_xact_replay_timestamp() returns timestamptz
        return pg_catalog.now() - interval '${by}'`);
    await behind("5 minutes");
    expect(await ask("select 1 as n", { on })).toEqual({
      unmeasured: expect.stringMatching(/read replica that is 300 s behind/),
    });
    await behind("2 seconds");
    expect(await ask("select 1 as n", { on })).toEqual({ rows: [{ n: 1 }] });
    await behind("5 minutes");
    await other.database.query(`
      create function clock.pg_last_wal_receive_lsn() returns pg_lsn return '0/9000000'::pg_lsn;
      create function clock.pg_last_wal_replay_lsn() returns pg_lsn return '0/900B260'::pg_lsn;
      create view clock.pg_stat_wal_receiver as select 4711 as pid;
      grant select on clock.pg_stat_wal_receiver to public`);
    expect(await ask("select 1 as n", { on }), "the primary has been quiet").toEqual({ rows: [{ n: 1 }] });
    await other.database.query("create or replace view clock.pg_stat_wal_receiver as select null::int as pid");
    expect(await ask("select 1 as n", { on }), "cut off from the primary").toHaveProperty("unmeasured");
    await on.close();
  });
});

describe("time is bounded", () => {
  it("a table of two million rows is counted, and never read row by row", async () => {
    const rows = Math.round(2_000_000 * Math.min(1, scale));
    await world.database.query(
      `create table public.many as select n % 100 < 97 as ok from generate_series(1, ${rows}) n`,
    );
    await world.database.query("create view cutover_gates.many as select ok from public.many");
    const counted =
      "select count(*) as n, round(100.0 * count(*) filter (where ok) / count(*), 1) as rate from cutover_gates.many";
    expect(await ask(counted, { timeoutMs: 60_000 })).toEqual({ rows: [{ n: rows, rate: 97 }] });
    const began = performance.now();
    expect(await ask("select ok from cutover_gates.many")).toEqual({ unmeasured: "more than 1000 rows" });
    expect(performance.now() - began).toBeLessThan(5000);
  }, 120_000);

  it("a statement that takes too long is given up on, whatever the server does", async () => {
    const busy = await openEvidenceDatabase();
    const on = openSqlReader(busy.readerUrl);
    const began = performance.now();
    const answer = await ask("select count(*) from generate_series(1, 100000) a, generate_series(1, 100000) b", {
      on,
      timeoutMs: 300,
    });
    expect(answer).toEqual({ unmeasured: "no answer within 300 ms" });
    expect(performance.now() - began).toBeLessThan(5000);
    await Promise.all([on.close(), busy.database.close()]);
  });

  it("an interrupted run ends at once", async () => {
    const silent = await listening(() => {});
    const on = openSqlReader(silent.url);
    const interrupt = new AbortController();
    const answer = ask("select 1", { on, signal: interrupt.signal });
    await silent.reached;
    interrupt.abort();
    expect(await answer).toEqual({ unmeasured: "interrupted" });
    silent.server.close();
  });

  it("a server that takes a connection and says nothing is given up on after 3 s", async () => {
    const silent = await listening(() => {});
    const on = openSqlReader(silent.url);
    expect(await ask("select 1", { on })).toEqual({ unmeasured: expect.stringMatching(/no answer in 3 s/) });
    silent.server.close();
  });

  it("a server that hangs up in between is no verdict either", async () => {
    const rude = await listening((end) => end());
    const on = openSqlReader(rude.url);
    expect(await ask("select 1", { on })).toEqual({
      unmeasured: expect.stringMatching(/Connection terminated|ECONNRESET/),
    });
    rude.server.close();
  });
});

/** A server on loopback that reads what it is sent and never answers. */
async function listening(then: (end: () => void) => void) {
  const reached = Promise.withResolvers<void>();
  const server: Server = createServer((socket) => {
    socket.on("error", () => {}).resume();
    reached.resolve();
    then(() => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  return { server, reached: reached.promise, url: `postgres://cutover_reader:secret@127.0.0.1:${port}/postgres` };
}
