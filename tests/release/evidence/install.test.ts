import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { checkEvidence } from "../../../release/evidence/check.ts";
import { installEvidence } from "../../../release/evidence/install.ts";
import { openEvidence } from "../../../release/evidence/postgres.ts";
import { type EvidenceDatabase, openEvidenceDatabase } from "../support/database.ts";

const author = { actor: "ada" };
let world: EvidenceDatabase;
let env: Record<"CUTOVER_ADMIN_DATABASE_URL" | "CUTOVER_DATABASE_URL" | "CUTOVER_GATES_DATABASE_URL", string>;

beforeAll(async () => {
  world = await openEvidenceDatabase();
  const withPassword = (url: string, password: string) => Object.assign(new URL(url), { password }).href;
  env = {
    CUTOVER_ADMIN_DATABASE_URL: world.adminUrl,
    CUTOVER_DATABASE_URL: withPassword(world.recorderUrl, "a-new-password-for-recording"),
    CUTOVER_GATES_DATABASE_URL: withPassword(world.readerUrl, "a-new-password-for-reading"),
  };
});
afterAll(() => world.database.close());

// Nothing was installed, nobody has the roles.
beforeEach(async () => {
  const { database } = world;
  await database.query("drop schema if exists cutover cascade");
  await database.query("drop schema if exists cutover_gates cascade");
  const made = await database.query("select from pg_roles where rolname = 'cutover_reader'");
  if (made.length === 0) return;
  await database.query("drop owned by cutover_recorder, cutover_reader");
  await database.query("drop role cutover_recorder, cutover_reader");
});

const wrongs = async (env: NodeJS.ProcessEnv) =>
  (await checkEvidence(env)).flatMap(({ findings }) => findings.filter(({ outcome }) => outcome === "wrong"));

describe("cutover evidence install", () => {
  it("S2.5 makes a database ready: both roles can do their work with the passwords of their addresses", async () => {
    expect(await installEvidence(env)).toEqual([
      "10_roles.sql",
      "20_evidence.sql",
      "30_append_only.sql",
      "40_gate_views.sql",
    ]);
    expect(await wrongs(env)).toEqual([]);
    const evidence = openEvidence({ url: env.CUTOVER_DATABASE_URL, rollout: "app/FLAG" });
    await evidence.record({ kind: "created", position: { percent: 0, legacy: "serving" } }, author);
    await evidence.close();
  });

  it("can be run again, also by two at once, and keeps what was recorded", async () => {
    await installEvidence(env);
    const evidence = openEvidence({ url: env.CUTOVER_DATABASE_URL, rollout: "app/FLAG" });
    await evidence.record({ kind: "held", reason: "r" }, author);
    await Promise.all([installEvidence(env), installEvidence(env)]);
    expect((await evidence.history()).events).toHaveLength(1);
    expect(await wrongs(env)).toEqual([]);
    await evidence.close();
  });

  it("lets the reader see views that the app's team creates afterwards, and no table", async () => {
    await installEvidence(env);
    await world.database.query("create view cutover_gates.later as select count(*) as n from public.user_profiles");
    const reader = new pg.Client(env.CUTOVER_GATES_DATABASE_URL);
    await reader.connect();
    expect((await reader.query("select n::int from cutover_gates.later")).rows).toEqual([{ n: 0 }]);
    await expect(reader.query("select 1 from public.user_profiles")).rejects.toThrow(/permission denied/);
    await expect(reader.query("create table public.mine (n int)")).rejects.toThrow(/permission denied|read-only/);
    await reader.end();
  });

  it("sends no password to the server: only what the server keeps of it", async () => {
    const sent: string[] = [];
    const original = pg.Client.prototype.query;
    pg.Client.prototype.query = function (this: pg.Client, ...given: unknown[]) {
      sent.push(JSON.stringify(given));
      return Reflect.apply(original, this, given);
    } as typeof original;
    try {
      await installEvidence(env);
    } finally {
      pg.Client.prototype.query = original;
    }
    expect(sent.filter((text) => text.includes("SCRAM-SHA-256$4096:"))).toHaveLength(2);
    expect(sent.join()).not.toContain("a-new-password");
  });

  it("changes nothing when the owner may not", async () => {
    await world.database.query("create role somebody login password 'somebody-somebody'");
    const admin = Object.assign(new URL(world.adminUrl), {
      username: "somebody",
      password: "somebody-somebody",
    }).href;
    await expect(installEvidence({ ...env, CUTOVER_ADMIN_DATABASE_URL: admin })).rejects.toThrow(
      /^EVIDENCE_UNREACHABLE: this role may not install it: [\s\S]*at CUTOVER_ADMIN_DATABASE_URL[\s\S]*fix: give the address of the database's owner/,
    );
    expect(await world.database.query("select from pg_roles where rolname like 'cutover%'")).toEqual([]);
  });
});

describe("the addresses", () => {
  const good = {
    CUTOVER_ADMIN_DATABASE_URL: "postgres://postgres:owner@127.0.0.1:1/postgres",
    CUTOVER_DATABASE_URL: "postgres://cutover_recorder:long-enough-for-this@127.0.0.1:1/postgres",
    CUTOVER_GATES_DATABASE_URL: "postgres://cutover_reader.projectref:long-enough-for-this@127.0.0.1:1/postgres",
  };

  it.each([
    ["the owner's is not set", { CUTOVER_ADMIN_DATABASE_URL: undefined }, /it is not set/],
    ["a role's is not set", { CUTOVER_DATABASE_URL: undefined }, /it is not set[\s\S]*openssl rand/],
    ["one names another role", { CUTOVER_DATABASE_URL: good.CUTOVER_GATES_DATABASE_URL }, /expected cutover_recorder/],
    ["a password is short", { CUTOVER_DATABASE_URL: "postgres://cutover_recorder:short@h/p" }, /too weak/],
    [
      "a password is not ASCII",
      { CUTOVER_GATES_DATABASE_URL: "postgres://cutover_reader:pässword-pässword@h/p" },
      /too weak/,
    ],
  ])("are refused before anything is connected when %s", async (_, change, expected) => {
    await expect(installEvidence({ ...good, ...change })).rejects.toThrow(expected);
    await expect(installEvidence({ ...good, ...change })).rejects.toMatchObject({ code: "DATABASE_URL_INVALID" });
  });

  it("may be a pooler's, which wants the project after the role", async () => {
    await expect(installEvidence(good)).rejects.toThrow(/EVIDENCE_UNREACHABLE: .+ nothing listens/);
  });
});
