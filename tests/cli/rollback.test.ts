import { readdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { describe, expect, it, vi } from "vitest";
import { openEvidence } from "../../release/evidence/postgres.ts";
import { committed, sceneForTest } from "../release/rollback/scene.ts";
import { openEvidenceDatabase } from "../release/support/database.ts";

// Each starts processes, on a machine that may be busy.
vi.setConfig({ testTimeout: 30_000 });

const main = fileURLToPath(new URL("../../cli/main.ts", import.meta.url));

/** Production at 50 %, and the command in a process of its own that reaches Vercel and whatever `env` names. */
async function commandForTest() {
  const scene = await sceneForTest();
  const file = join(scene.project, "Pulumi.prod.yaml");
  const vercel = { VERCEL_API_TOKEN: scene.vercel.token, VERCEL_BASE_URL: scene.vercel.url };
  const start = (args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
    execa(process.execPath, [main, "rollback", ...args], {
      env: {
        PATH: process.env.PATH,
        NO_COLOR: "1",
        PULUMI_STACK: "acme/cutover/prod",
        PULUMI_OPTION_CONFIG_FILE: file,
        GITHUB_ACTOR: "ann",
        ...vercel,
        ...env,
      },
      extendEnv: false,
      reject: false,
    });
  return { ...scene, start, file };
}

describe("npx cutover rollback", () => {
  it("S2.10 needs nothing but Vercel's token and the stack's file", async () => {
    const { start, served, project } = await commandForTest();
    const { exitCode, stdout, stderr } = await start([]);
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    expect(await served()).toBe("0");
    expect(stdout).toMatch(/^✓ Users have 0 % \(they had 50 %\): production is dpl_\w+, https:\/\/twin-brains-/);
    expect(stderr).toContain(
      "! not done: the record of it: EVIDENCE_UNREACHABLE: no database for the evidence is named",
    );
    expect(stderr).toContain("! not done: the pull request: GITHUB_TOKEN is not set");
    expect(stderr).toContain("by hand: pulumi config set --path cutover:rollout.percent 0 --stack prod");
    const journal = join(project, ".cutover", "rollbacks");
    const [entry = ""] = await readdir(journal);
    expect((await stat(join(journal, entry))).mode & 0o777).toBe(0o600);
  });

  it("S2.10 prints the outcome as JSON, and no secret anywhere", async () => {
    const { start, env, vercel, github, pulls } = await commandForTest();
    const password = "not-the-password-00";
    const database = `postgres://cutover_recorder:${password}@127.0.0.1:9/postgres`;
    const { exitCode, stdout, stderr } = await start(["--json", "--reason", "slow"], {
      ...env,
      CUTOVER_DATABASE_URL: database,
    });
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      rollout: "twin-brains/V2_ROLLOUT_PERCENT",
      from: 50,
      to: 0,
      back: true,
      left: [
        expect.stringContaining("the record of it: EVIDENCE_UNREACHABLE"),
        expect.stringContaining("the record of the pull request"),
      ],
    });
    expect(pulls()).toHaveLength(1);
    for (const secret of [vercel.token, github.token, password]) expect(stdout + stderr).not.toContain(secret);
  });

  it("S2.10 can be explained also where the database was down during it", async () => {
    const { start } = await commandForTest();
    await start([]);
    await using database = await openEvidenceDatabase();
    const reachable = { CUTOVER_DATABASE_URL: database.recorderUrl };
    const { exitCode, stdout, stderr } = await start(["explain", "--cause", "slow", "--fix", "faster"], reachable);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: expect.stringContaining("is explained") });
    expect(stderr).toContain("from an earlier rollback: the rollback is recorded");
    const evidence = openEvidence({ url: database.recorderUrl, rollout: "twin-brains/V2_ROLLOUT_PERCENT" });
    expect((await evidence.history()).events.map(({ kind }) => kind)).toEqual(["rolled-back", "explained"]);
    await evidence.close();
  });

  it("S2.10 works while the stack's file has faults, and while Pulumi's backend is gone", async () => {
    const { start, file, served } = await commandForTest();
    await writeFile(file, `${committed}    watchEvery: never\nsecretsprovider: gone\n`);
    expect(await start([], { PULUMI_BACKEND_URL: "https://127.0.0.1:9" })).toMatchObject({ exitCode: 0 });
    expect(await served()).toBe("0");
  });

  it("S2.10 says what is done and what is not when it is interrupted", async () => {
    const { start, faults, served } = await commandForTest();
    faults.add({ kind: "slow", at: "POST /v10/projects/*/promote/*", delayMs: 60_000 });
    const running = start([]);
    running.stderr.on("data", (text) => {
      if (String(text).includes("promoting dpl_")) running.kill("SIGINT");
    });
    const { exitCode, stderr } = await running;
    expect(exitCode).toBe(130);
    expect(stderr).toContain("✓ done:     V2_ROLLOUT_PERCENT is 0, held");
    expect(stderr).toContain("✗ not done: users have 50 %");
    expect(await served()).toBe("50");
  });

  it("S2.10 says how to do it by hand where Vercel refuses", async () => {
    const { start, served } = await commandForTest();
    const { exitCode, stdout, stderr } = await start([], { VERCEL_API_TOKEN: "anotherVercelToken000000" });
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(stderr).toContain("Users are not back.");
    expect(stderr).toContain("Settings → Environment Variables: V2_ROLLOUT_PERCENT = 0, Production");
    expect(stderr).toContain("VERCEL_FORBIDDEN");
    expect(stderr).not.toContain("anotherVercelToken000000");
    expect(await served()).toBe("50");
  });

  it.each([
    [["--to", "101"], {}, "Expected a whole number from 0 to 100"],
    [["--to", "100"], {}, "ROLLBACK_UP"],
    [["--to", "20"], {}, "ROLLBACK_NO_STEP"],
    [["--stack", "../../etc/passwd"], { PULUMI_OPTION_CONFIG_FILE: "" }, "Pulumi.passwd.yaml cannot be read"],
    [[], { VERCEL_API_TOKEN: "" }, "VERCEL_API_TOKEN_MISSING"],
    [[], { VERCEL_BASE_URL: "https://evil.example" }, "VERCEL_BASE_URL_REFUSED"],
  ])("ends with 2 for %j %j, with nothing changed", async (args, env, words) => {
    const { start, served } = await commandForTest();
    const { exitCode, stdout, stderr } = await start(args, env);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toContain(words);
    expect(stderr).not.toMatch(/\n\s+at .*\.ts:/);
    expect(await served()).toBe("50");
  });
});
