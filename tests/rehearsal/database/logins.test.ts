import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkEvidence } from "../../../release/evidence/check.ts";
import { type EvidenceDatabase, openEvidenceDatabase } from "../../release/support/database.ts";

let world: EvidenceDatabase;
beforeAll(async () => {
  world = await openEvidenceDatabase();
});
afterAll(() => world.database.close());

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client(url);
  client.on("error", () => {});
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

describe("how Cutover reaches the world's database", () => {
  it("is as on a real one after `npx cutover evidence install`", async () => {
    const findings = (await checkEvidence(world.database.logins)).flatMap((role) => role.findings);
    expect(findings.filter(({ outcome }) => outcome !== "ok")).toEqual([]);
  });

  it("S2.5 has the views that the ready gate set reads, among the app's own migrations", async () => {
    await expect(ask(world.readerUrl, "select * from cutover_gates.runs")).resolves.toEqual([]);
    const migrations = await world.database.query("select name from supabase_migrations.schema_migrations");
    expect(migrations).toContainEqual({ name: "gate_views" });
  });

  it("has passwords of this world only", async () => {
    await using other = await openEvidenceDatabase();
    const passwords = [world, other].flatMap(({ database }) =>
      Object.values(database.logins).map((url) => new URL(url).password),
    );
    expect(new Set(passwords).size).toBe(6);
  });

  it("D10 shows every login the world's time", async () => {
    world.clock.advance(3_600_000);
    const sql = "select round(extract(epoch from now() - pg_catalog.now()))::int as ahead";
    for (const url of Object.values(world.database.logins)) expect(await ask(url, sql)).toEqual([{ ahead: 3600 }]);
  });

  it("stays the same when what another world saved is restored here, with the evidence that is in it", async () => {
    await using other = await openEvidenceDatabase();
    await ask(
      other.recorderUrl,
      "insert into cutover.events (rollout, kind, actor, fact) values ('app/FLAG', 'created', 'ada', '{}')",
    );
    await world.database.restore(await other.database.save(), other.database.keys);

    expect(await ask(world.recorderUrl, "select rollout, actor from cutover.events")).toEqual([
      { rollout: "app/FLAG", actor: "ada" },
    ]);
    expect(await ask(world.readerUrl, "select count(*)::int as n from cutover_gates.runs")).toEqual([{ n: 0 }]);
    await expect(
      ask(other.recorderUrl.replace(/@.*/, `@${new URL(world.recorderUrl).host}/postgres`), "select 1"),
    ).rejects.toThrow(/password authentication failed/);
  });
});
