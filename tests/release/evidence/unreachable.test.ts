import { createServer } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { EvidenceUnreachable } from "../../../release/evidence/evidence.ts";
import { openEvidence } from "../../../release/evidence/postgres.ts";
import { type EvidenceDatabase, openEvidenceDatabase } from "../support/database.ts";

let world: EvidenceDatabase;
beforeAll(async () => {
  world = await openEvidenceDatabase();
});
afterAll(() => world.database.close());

const rollout = "app/FLAG";
const author = { actor: "ada" };

/** What asking and recording say, which is the same. */
async function refusalOf(url: string): Promise<string> {
  const evidence = openEvidence({ url, rollout });
  const asked = [evidence.history(), evidence.record({ kind: "held", reason: "r" }, author)];
  const answers = await Promise.all(
    asked.map((one) =>
      one.then(
        () => undefined,
        (error: unknown) => error,
      ),
    ),
  );
  await evidence.close();
  const [first] = answers;
  for (const answer of answers) expect(answer).toBeInstanceOf(EvidenceUnreachable);
  const { message } = first as EvidenceUnreachable;
  expect(message).toMatch(/^EVIDENCE_UNREACHABLE: .+\n {2}at CUTOVER_DATABASE_URL \(.+\)\n {2}fix: .+$/);
  expect(message).not.toContain(new URL(url).password);
  return message;
}

describe("evidence that cannot be reached is refused with the fix, never with the password", () => {
  it("when the password is wrong", async () => {
    const url = world.recorderUrl.replace(/:[^:@]+@/, ":not-the-password@");
    expect(await refusalOf(url)).toMatch(/does not let this role in[\s\S]*fix: npx cutover evidence install/);
  });

  it("when nothing listens", async () => {
    const url = "postgres://cutover_recorder:secret-secret@127.0.0.1:1/postgres";
    expect(await refusalOf(url)).toMatch(
      /nothing listens there: connect ECONNREFUSED[\s\S]*cutover_recorder@127.0.0.1:1/,
    );
  });

  it("when the server takes the connection and says nothing: after 3 s", async () => {
    const server = createServer((socket) => socket.on("error", () => {}).resume());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const port = typeof address === "object" ? address?.port : 0;
    expect(await refusalOf(`postgres://cutover_recorder:secret-secret@127.0.0.1:${port}/postgres`)).toMatch(
      /no answer in 3 s/,
    );
    server.close();
  });

  it("when the role may not: the reader's address was given", async () => {
    expect(await refusalOf(world.readerUrl)).toMatch(/may not record evidence[\s\S]*fix: npx cutover evidence check/);
  });

  it("when nothing was installed", async () => {
    await world.database.query("alter schema cutover rename to elsewhere");
    const message = await refusalOf(world.recorderUrl);
    await world.database.query("alter schema elsewhere rename to cutover");
    expect(message).toMatch(/no (table|schema) for evidence yet[\s\S]*fix: npx cutover evidence install/);
  });
});

it("is given up on when the database hangs over a statement", async () => {
  const other = await openEvidenceDatabase();
  const evidence = openEvidence({ url: other.recorderUrl, rollout, timeoutMs: 300 });
  await evidence.history();
  // It has one backend, which is busy with this for minutes.
  const busy = other.database.query("select count(*) from generate_series(1, 100000) a, generate_series(1, 100000) b");
  const ended = busy.catch(() => "cut off");
  await expect(evidence.history()).rejects.toThrow(/EVIDENCE_UNREACHABLE: it did not answer in time/);
  await Promise.all([evidence.close(), other.database.close()]);
  expect(await ended).toBe("cut off");
});

it("says so when it is a read replica: there it can be read, not recorded", async () => {
  await world.database.query("alter role cutover_recorder set default_transaction_read_only = on");
  const evidence = openEvidence({ url: world.recorderUrl, rollout });
  const answers = await Promise.allSettled([
    evidence.history(),
    evidence.record({ kind: "held", reason: "r" }, author),
  ]);
  await world.database.query("alter role cutover_recorder reset default_transaction_read_only");
  await evidence.close();
  expect(answers).toMatchObject([
    { status: "fulfilled", value: { events: [] } },
    {
      status: "rejected",
      reason: {
        message: expect.stringMatching(/it is a read replica, or read-only[\s\S]*fix: give the address of the primary/),
      },
    },
  ]);
});

it("says so when a later version of Cutover recorded what this one does not know", async () => {
  await world.database.query(
    "insert into cutover.events (rollout, kind, actor, fact) values ('app/LATER', 'teleported', 'ada', '{}')",
  );
  const evidence = openEvidence({ url: world.recorderUrl, rollout: "app/LATER" });
  await expect(evidence.history()).rejects.toThrow(
    /EVIDENCE_UNREACHABLE: a row of the evidence cannot be read: events.0/,
  );
  await evidence.close();
});

it("goes on after the database was restarted", async () => {
  const evidence = openEvidence({ url: world.recorderUrl, rollout: "app/RESTART" });
  await evidence.record({ kind: "held", reason: "before" }, author);
  await world.database.restore(await world.database.save());
  await evidence.record({ kind: "held", reason: "after" }, author);
  expect((await evidence.history()).events.map((event) => event.kind === "held" && event.reason)).toEqual([
    "before",
    "after",
  ]);
  await evidence.close();
});

it("refuses an address that cannot be one before anything is asked", () => {
  expect(() => openEvidence({ url: "mysql://x", rollout })).toThrow(/^DATABASE_URL_INVALID: /);
});
