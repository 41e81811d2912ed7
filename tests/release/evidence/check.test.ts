import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkEvidence } from "../../../release/evidence/check.ts";
import { type EvidenceDatabase, openEvidenceDatabase } from "../support/database.ts";

let world: EvidenceDatabase;
beforeAll(async () => {
  world = await openEvidenceDatabase();
});
afterAll(() => world.database.close());

async function findings(change: Partial<EvidenceDatabase["database"]["logins"]> = {}) {
  const found = await checkEvidence({ ...world.database.logins, ...change });
  return Object.fromEntries(found.map(({ role, findings }) => [role, findings]));
}

/** What is wrong while the database is so, and nothing afterwards. */
async function wrongWhile(make: string, undo: string) {
  await world.database.query(make);
  const during = await findings();
  await world.database.query(undo);
  const after = await findings();
  expect(
    Object.values(after)
      .flat()
      .filter(({ outcome }) => outcome === "wrong"),
  ).toEqual([]);
  return Object.values(during)
    .flat()
    .filter(({ outcome }) => outcome === "wrong")
    .map(({ what, fix }) => `${what} → ${fix}`);
}

describe("cutover evidence check", () => {
  it("D6 finds both roles as they should be", async () => {
    const { cutover_recorder: recorder = [], cutover_reader: reader = [] } = await findings();
    expect([...recorder, ...reader].filter(({ outcome }) => outcome === "wrong")).toEqual([]);
    expect(recorder[0]?.what).toBe("may add to and read cutover.checkpoints, cutover.events");
    expect(reader[0]?.what).toMatch(/^may read cutover_gates\./);
  });

  it.each([
    [
      "the reader may read a table of the app",
      ["grant select on public.imports to cutover_reader", "revoke select on public.imports from cutover_reader"],
      "also reads public.imports → revoke select on public.imports from public, cutover_reader;",
    ],
    [
      "the reader may read one column of one",
      [
        "grant select (id) on public.imports to cutover_reader",
        "revoke select (id) on public.imports from cutover_reader",
      ],
      "also reads public.imports → revoke select on public.imports from public, cutover_reader;",
    ],
    [
      "the reader may write",
      ["grant insert on public.imports to cutover_reader", "revoke insert on public.imports from cutover_reader"],
      "also adds to public.imports → revoke insert on public.imports from public, cutover_reader;",
    ],
    [
      "the recorder may change evidence",
      ["grant update on cutover.events to cutover_recorder", "revoke update on cutover.events from cutover_recorder"],
      "also changes or deletes rows of cutover.events → revoke update, delete, truncate on cutover.events from public, cutover_recorder;",
    ],
    [
      "the recorder may not record",
      ["revoke insert on cutover.events from cutover_recorder", "grant insert on cutover.events to cutover_recorder"],
      "may not add to or read cutover.events → npx cutover evidence install",
    ],
    [
      "a role is another one too",
      ["grant service_role to cutover_reader", "revoke service_role from cutover_reader"],
      "is a member of service_role → revoke service_role from cutover_reader;",
    ],
    [
      "the recorder could put its own now() before the real one",
      ["grant create on schema public to cutover_recorder", "revoke create on schema public from cutover_recorder"],
      "may create things in public, so it could change what now() is → revoke create on schema public from public, cutover_recorder;",
    ],
    [
      "the reader may bypass row security",
      ["alter role cutover_reader bypassrls", "alter role cutover_reader nobypassrls"],
      "may do more than a plain role: superuser, create roles or databases, bypass row security → drop role cutover_reader; then npx cutover evidence install",
    ],
  ])("D6 says what is wrong when %s", async (_, [make = "", undo = ""], expected) => {
    expect(await wrongWhile(make, undo)).toContain(expected);
  });

  it("warns of functions that run as their owner", async () => {
    await world.database.query("create function public.wide_open() returns int language sql security definer return 1");
    const { cutover_reader: reader = [] } = await findings();
    await world.database.query("drop function public.wide_open()");
    expect(reader).toContainEqual(
      expect.objectContaining({ outcome: "warning", what: expect.stringContaining("public.wide_open") }),
    );
  });

  it("finds a database that cannot be reached, without its password", async () => {
    const url = "postgres://cutover_reader:long-enough-for-this@127.0.0.1:1/postgres";
    const { cutover_reader: reader = [], cutover_recorder: recorder = [] } = await findings({
      CUTOVER_GATES_DATABASE_URL: url,
    });
    expect(reader).toEqual([
      {
        outcome: "wrong",
        what: expect.stringMatching(/cannot be reached: nothing listens there.+\(at CUTOVER_GATES_DATABASE_URL/),
        fix: expect.any(String),
      },
    ]);
    expect(JSON.stringify(reader)).not.toContain("long-enough");
    expect(recorder.every(({ outcome }) => outcome !== "wrong")).toBe(true);
  });
});
