import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Clock } from "../../../rehearsal/core/clock.ts";
import { Edge } from "../../../rehearsal/core/edge.ts";
import { type Database, startDatabase } from "../../../rehearsal/database/database.ts";
import { eventually } from "../../support/eventually.ts";

const [clock, edge] = [new Clock(), new Edge()];
let cache: string;
let database: Database;

beforeAll(async () => {
  cache = await mkdtemp(join(tmpdir(), "cutover-database-"));
  database = await startDatabase({ clock, edge, project: "twinbrainsprod", cache });
  await database.query("select 1");
});
afterAll(async () => {
  await database.close();
  await rm(cache, { recursive: true, force: true });
});

/** A client of its own, ended with its block. */
async function client(user = "postgres", password = new URL(database.url).password) {
  const connected = new pg.Client({
    host: "127.0.0.1",
    port: edge.portOf("db.twinbrainsprod.supabase.example") ?? 0,
    user,
    password,
    database: "postgres",
  });
  connected.on("error", () => {});
  await connected.connect();
  return Object.assign(connected, { [Symbol.asyncDispose]: () => connected.end() });
}

const single = async (on: pg.Client, sql: string, values: unknown[] = []) =>
  Object.values((await on.query(sql, values)).rows[0] ?? {})[0];

describe("several clients at once", () => {
  it("each get the answers to their own statements, however they interleave", async () => {
    const askAll = async (first: number) => {
      await using one = await client();
      const answers: unknown[] = [];
      for (let n = first; n < first + 40; n += 1)
        answers.push(await single(one, n % 3 ? "select $1::int" : "select $1::int + 0", [n]));
      return answers;
    };
    const answers = await Promise.all([0, 100, 200, 300, 400, 500].map(askAll));

    const asked = [0, 100, 200, 300, 400, 500].map((first) => Array.from({ length: 40 }, (_, n) => first + n));
    expect(answers).toEqual(asked);
  });

  it("keep roles and settings of their own", async () => {
    await using one = await client();
    await using two = await client("service_role", database.keys.SUPABASE_SERVICE_KEY);
    await one.query("set statement_timeout = 1234");
    await one.query("set role authenticated");

    expect(await single(two, "select current_user::text")).toBe("service_role");
    expect(await single(two, "show statement_timeout")).toBe("0");
    expect(await single(one, "select current_user::text")).toBe("authenticated");
    expect(await single(one, "show statement_timeout")).toBe("1234ms");
  });

  it("have named statements of their own", async () => {
    await using one = await client();
    await using two = await client();
    await one.query({ name: "mine", text: "select 1 as n" });
    await two.query({ name: "mine", text: "select 2 as n" });

    expect((await one.query({ name: "mine", text: "select 1 as n" })).rows).toEqual([{ n: 1 }]);
  });

  it("do not see into a transaction, which waits for nobody else's statement", async () => {
    await using one = await client();
    await using two = await client();
    await one.query("begin");
    await one.query("insert into public.twins (id, owner_id, name) values ('twin-rolled-back', 'u', 'n')");
    const seen = single(two, "select count(*)::int from public.twins where id = 'twin-rolled-back'");
    await one.query("rollback");

    expect(await seen).toBe(0);
  });

  it("leave nothing behind when they go in the middle of a transaction", async () => {
    const gone = await client();
    await gone.query("begin");
    await gone.query("insert into public.twins (id, owner_id, name) values ('twin-gone', 'u', 'n')");
    await gone.end();
    await using next = await client();

    expect(await single(next, "select count(*)::int from public.twins where id = 'twin-gone'")).toBe(0);
  });

  it("take their named statements with them, also when somebody else came meanwhile", async () => {
    const gone = await client();
    await gone.query({ name: "left", text: "select 1" });
    await using next = await client();
    const left = () => single(next, "select count(*)::int from pg_prepared_statements where name like '%left'");
    expect(await left()).toBe(1);
    await gone.end();
    await eventually(async () => expect(await left()).toBe(0));
  });

  it("go on after an error in an extended query", async () => {
    await using one = await client();
    await expect(one.query("select $1::int / 0", [1])).rejects.toMatchObject({ code: "22012" });
    await expect(one.query("select nowhere from nothing where $1", [true])).rejects.toMatchObject({ code: "42P01" });

    expect(await single(one, "select $1::int", [7])).toBe(7);
  });
});

describe("who may come in", () => {
  it.each([
    ["a wrong password", "postgres", "wrong"],
    ["a role that nobody made", "nobody", "wrong"],
    ["a role without a password", "authenticated", ""],
  ])("is not %s", async (_, user, password) => {
    await expect(client(user, password)).rejects.toMatchObject({ code: "28P01" });
  });

  it("is a role made later, which may do what it was granted", async () => {
    await database.query("create role only_reads login password 'for-this-test'");
    await database.query("grant usage on schema public to only_reads");
    await database.query("grant select on public.imports to only_reads");
    await using reader = await client("only_reads", "for-this-test");

    expect(await single(reader, "select count(*)::int from public.imports")).toBe(0);
    await expect(reader.query("delete from public.imports")).rejects.toMatchObject({ code: "42501" });
    await expect(reader.query("select 1 from auth.users")).rejects.toMatchObject({ code: "42501" });
  });
});

describe("what is in it", () => {
  it("S2.1 has the columns of the new pipeline", async () => {
    const rows = await database.query(
      `select column_name from information_schema.columns
       where table_name = 'user_profiles' and column_name like 'full\\_pass\\_%' order by 1`,
    );
    expect(rows.map((row) => row.column_name)).toEqual([
      "full_pass_completed_at",
      "full_pass_error",
      "full_pass_started_at",
      "full_pass_status",
    ]);
  });

  it("S1.11 lists the app's migrations as Supabase does", async () => {
    const rows = await database.query("select version, name from supabase_migrations.schema_migrations order by 1");
    expect(rows).toContainEqual({ version: "20260126090000", name: "feedback_learning" });
  });

  it("S1.11 has row level security on every table of the app", async () => {
    const open = await database.query(
      "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace and not relrowsecurity",
    );
    expect(open).toEqual([]);
  });
});

describe("the world's time", () => {
  it("is what an unqualified now() says, for every role, in conditions and in defaults", async () => {
    clock.advance(86_400_000);
    await using app = await client("service_role", database.keys.SUPABASE_SERVICE_KEY);
    expect(await single(app, "select round(extract(epoch from now() - pg_catalog.now()))::int")).toBe(86_400);
    await app.query("insert into public.user_profiles (user_id) values ('user-of-tomorrow')");

    expect(
      await single(
        app,
        "select count(*)::int from public.user_profiles where created_at > pg_catalog.now() + interval '23 hours'",
      ),
    ).toBe(1);
  });

  it("lets a condition on it use an index", async () => {
    await using one = await client();
    await one.query("set enable_seqscan = off");
    const { rows: plan } = await one.query(
      "explain select * from public.imports where started_at > now() - interval '1 hour'",
    );

    expect(JSON.stringify(plan)).toContain("Index Cond");
  });

  it("moves on between two statements of a session, never within a transaction", async () => {
    await using one = await client();
    await one.query("begin");
    const before = await single(one, "select now()");
    clock.advance(3_600_000);
    expect(await single(one, "select now()")).toEqual(before);
    await one.query("commit");
    const after = await single(one, "select now()");

    expect(Number(after) - Number(before)).toBeGreaterThanOrEqual(3_600_000);
  });
});

it("goes back to what was saved, with passwords and time as they are now", async () => {
  const saved = await database.save();
  await database.query("insert into public.twins (id, owner_id, name) values ('twin-after', 'u', 'n')");
  await database.restore(saved);

  expect(await database.query("select id from public.twins")).toEqual([{ id: "twin-ada" }]);
  const [row] = await database.query<{ ahead: boolean }>(
    "select now() > pg_catalog.now() + interval '1 hour' as ahead",
  );
  expect(row?.ahead).toBe(true);
});

it("lets nobody in while it is stopped, and everybody again after it, with all that it holds", async () => {
  await using before = await client();
  await before.query("insert into public.twins (id, owner_id, name) values ('twin-kept', 'u', 'n')");
  await database.stop();
  await expect(before.query("select 1")).rejects.toThrow();
  await expect(client()).rejects.toMatchObject({ code: "57P03", message: "the database system is shutting down" });
  await expect(database.query("select 1")).rejects.toThrow();

  await database.start();
  expect(await database.query("select id from public.twins where id = 'twin-kept'")).toHaveLength(1);
});

it("starts the next one from what the first one kept", async () => {
  expect((await readdir(cache)).length).toBe(1);
  const next = await startDatabase({ clock: new Clock(), edge: new Edge(), project: "other", cache });
  expect(await next.query("select id from public.twins")).toEqual([{ id: "twin-ada" }]);
  await expect(next.query("select 1 from public.user_profiles where user_id = 'user-of-tomorrow'")).resolves.toEqual(
    [],
  );
  await next.close();
  await expect(next.query("select 1")).rejects.toThrow();
});

it("ends at once, whatever is still being asked of it", async () => {
  const busy = await startDatabase({ clock, edge, project: "busy", cache });
  await busy.query("select 1");
  const asked = busy
    .query("select count(*) from generate_series(1, 100000) a, generate_series(1, 1000000) b")
    .catch(() => "cut off");
  const answers = () => busy.query("select 1").then(Boolean, () => false);
  await eventually(async () => expect(await Promise.race([answers(), pause(200, false)])).toBe(false));
  await busy.close();
  expect(await asked).toBe("cut off");
});
