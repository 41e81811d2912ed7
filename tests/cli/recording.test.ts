import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { openEvidence } from "../../release/evidence/postgres.ts";
import { committed } from "../release/rollback/scene.ts";
import { type EvidenceDatabase, openEvidenceDatabase } from "../release/support/database.ts";

// Each starts processes, on a machine that may be busy.
vi.setConfig({ testTimeout: 30_000 });

const main = fileURLToPath(new URL("../../cli/main.ts", import.meta.url));

let database: EvidenceDatabase;
let folder: string;
beforeAll(async () => {
  database = await openEvidenceDatabase();
  folder = await mkdtemp(join(tmpdir(), "cutover-recording-"));
});
afterAll(async () => {
  await database.database.close();
  await rm(folder, { recursive: true });
});

let projects = 0;
/** A rollout that nobody has recorded anything of, and the commands for it. */
async function rolloutForTest() {
  projects += 1;
  const name = `twin-brains-${projects}`;
  const file = join(folder, `${name}.yaml`);
  await writeFile(file, committed.replace("    name: twin-brains\n    domains", `    name: ${name}\n    domains`));
  const rollout = `${name}/V2_ROLLOUT_PERCENT`;
  const cutover = (args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
    execa(process.execPath, [main, ...args], {
      env: {
        PATH: process.env.PATH,
        NO_COLOR: "1",
        PULUMI_OPTION_CONFIG_FILE: file,
        CUTOVER_DATABASE_URL: database.recorderUrl,
        GITHUB_ACTOR: "ann",
        GITHUB_SHA: "c".repeat(40),
        ...env,
      },
      extendEnv: false,
      reject: false,
    });
  const evidence = openEvidence({ url: database.recorderUrl, rollout });
  const history = async () => (await evidence.history()).events;
  return { rollout, cutover, evidence, history };
}

describe("npx cutover hold", () => {
  it("S2.6 freezes promotions with a reason, and says by whom when it is lifted", async () => {
    const { cutover, history, rollout } = await rolloutForTest();
    const held = await cutover(["hold", "--reason", "the database is being moved"]);
    expect(held).toMatchObject({ exitCode: 0, stderr: "" });
    expect(held.stdout).toBe(`✓ Promotions of ${rollout} are held. Rollbacks are not affected.`);
    const lifted = await cutover(["hold", "--lift"]);
    expect(lifted.stdout).toMatch(/allowed again \(held since 20\S+Z by ann: the database is being moved\)\.$/);
    expect(await history()).toMatchObject([
      { kind: "held", reason: "the database is being moved", actor: "ann", commit: "c".repeat(40) },
      { kind: "lifted", actor: "ann" },
    ]);
  });

  it("lifts nothing where nothing is held", async () => {
    const { cutover, history, rollout } = await rolloutForTest();
    const { exitCode, stdout } = await cutover(["hold", "--lift"]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: `Promotions of ${rollout} are not held.` });
    expect(await history()).toEqual([]);
  });

  it.each([[["hold"]], [["hold", "--reason", " "]]])("ends with 2 without a reason: %j", async (args) => {
    const { cutover } = await rolloutForTest();
    const { exitCode, stderr } = await cutover(args);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("--reason <text> is needed");
  });

  it("ends with 1 where the evidence is out of reach, without its password", async () => {
    const { cutover } = await rolloutForTest();
    const url = "postgres://cutover_recorder:not-the-password-00@127.0.0.1:9/postgres";
    const { exitCode, stdout, stderr } = await cutover(["hold", "--reason", "x"], { CUTOVER_DATABASE_URL: url });
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(stderr).toContain("EVIDENCE_UNREACHABLE");
    expect(stderr).not.toContain("not-the-password-00");
  });
});

describe("npx cutover complaint", () => {
  it("S2.6 records what people said, and shows it cleaned", async () => {
    const { cutover, history } = await rolloutForTest();
    const text = "import \u001b[31mnever ends\n::error::x";
    expect(await cutover(["complaint", "add", text])).toMatchObject({ exitCode: 0 });
    expect(await history()).toMatchObject([{ kind: "complaint", text, actor: "ann" }]);
    const { stdout } = await cutover(["complaint", "list"]);
    expect(stdout).toMatch(/^20\S+Z {2}ann {2}import never ends : :error: :x$/);
    const asJson = await cutover(["complaint", "list", "--json"]);
    expect(JSON.parse(asJson.stdout)).toMatchObject([{ kind: "complaint", text }]);
  });

  it("ends with 2 for an empty one", async () => {
    const { cutover, history } = await rolloutForTest();
    expect(await cutover(["complaint", "add", "  "])).toMatchObject({ exitCode: 2 });
    expect(await history()).toEqual([]);
  });
});

describe("npx cutover rollback explain", () => {
  it("S2.10 records cause and fix of the last rollback", async () => {
    const { cutover, history, evidence } = await rolloutForTest();
    const [from, to] = [{ percent: 50, legacy: "serving" } as const, { percent: 0, legacy: "serving" } as const];
    await evidence.record({ kind: "rolled-back", from, to, automatic: true }, { actor: "cron" });
    const run = await cutover(["rollback", "explain", "--cause", "a queue filled up", "--fix", "it scales now"]);
    expect(run).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/^✓ The rollback of 20\S+Z is explained\.$/),
    });
    expect(await history()).toMatchObject([
      {},
      { kind: "explained", cause: "a queue filled up", fix: "it scales now" },
    ]);
  });

  it("ends with 1 where there is nothing to explain", async () => {
    const { cutover, history } = await rolloutForTest();
    expect(await cutover(["rollback", "explain", "--cause", "x", "--fix", "y"])).toMatchObject({ exitCode: 1 });
    expect(await history()).toEqual([]);
  });

  it.each([["--cause"], ["--fix"]])("ends with 2 without %s", async (given) => {
    const { cutover } = await rolloutForTest();
    expect(await cutover(["rollback", "explain", given, "x"])).toMatchObject({ exitCode: 2 });
  });
});
