import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { describe, expect, it, vi } from "vitest";
import { repository } from "../rehearsal/vercel/world.ts";
import { committed, sceneForTest } from "../release/rollback/scene.ts";
import { gitFolder } from "../support/git-folder.ts";

// Each starts processes, on a machine that may be busy.
vi.setConfig({ testTimeout: 30_000 });

const main = fileURLToPath(new URL("../../cli/main.ts", import.meta.url));

/** Production at 50 %, and a commit's file; no engine, no state and no token but Vercel's can be reached. */
async function commitForTest(text: string) {
  const scene = await sceneForTest();
  const [file, summary] = [join(scene.project, "Pulumi.prod.yaml"), join(scene.project, "summary.md")];
  await writeFile(file, text);
  const { token: VERCEL_API_TOKEN, url: VERCEL_BASE_URL } = scene.vercel;
  const run = (args: readonly string[] = [], more: NodeJS.ProcessEnv = {}) =>
    execa(process.execPath, [main, "deploy", "--stack", "prod", "--only-way-back", ...args], {
      env: {
        ...{ PATH: process.env.PATH, NO_COLOR: "1", PULUMI_OPTION_CONFIG_FILE: file, GITHUB_ACTOR: "ann" },
        ...{ VERCEL_API_TOKEN, VERCEL_BASE_URL, GITHUB_STEP_SUMMARY: summary, ...more },
        PULUMI_BACKEND_URL: "postgres://nobody@127.0.0.1:9/state",
      },
      ...{ extendEnv: false, reject: false, stdin: "ignore" },
    });
  return { ...scene, run, summary: () => readFile(summary, "utf8") };
}
const at = (percent: number) => committed.replace("percent:   50", `percent: ${percent}`);

describe("S2.10 npx cutover deploy --only-way-back", () => {
  it("takes users back where what is merged declares less, and says so in the job's summary", async () => {
    const { run, served, summary } = await commitForTest(at(0));
    const { exitCode, stdout, stderr } = await run();
    expect(exitCode, stderr).toBe(0);
    expect(await served()).toBe("0");
    expect(stdout).toMatch(
      /^✓ prod: goes back: users have 50 %, and 0 % is declared\n✓ Users have 0 % \(they had 50 %\)/,
    );
    expect(await summary()).toMatch(/^## The way back of prod\n\n```text\n✓ prod: goes back: users have 50 %/);
  });

  it.each([
    ["what users have", at(50), "users have 50 %, and 50 % is declared"],
    ["a raise", at(100), "users have 50 %, and 100 % is declared"],
    ["no rollout", committed.slice(0, committed.indexOf("  cutover:rollout")), "Pulumi.prod.yaml declares no rollout"],
  ])("does nothing with %s, and ends well", async (_what, text, because) => {
    const { run, served, summary } = await commitForTest(text);
    const { exitCode, stdout, stderr } = await run();
    expect({ exitCode, stdout, stderr }).toEqual({
      ...{ exitCode: 0, stderr: "", stdout: `✓ prod: there is no way back in this commit: ${because}` },
    });
    expect(await served()).toBe("50");
    expect(await summary()).toContain(because);
  });

  it("stops a raise that is under way where the branch declared more before", async () => {
    const { run, site, promote, zero, git, project } = await commitForTest(at(0));
    await promote(zero?.id ?? "");
    await site.setFlag("0", undefined);
    const GIT_DIR = await gitFolder(git.repository(repository).data, join(project, "git"));
    const [before, unknown] = [git.resolve(repository, "main")?.sha ?? "", "0".repeat(40)];
    expect((await run(["--base", unknown], { GIT_DIR })).stdout).toContain("there is no way back in this commit");
    const { stdout } = await run(["--base", before], { GIT_DIR });
    expect(stdout).toBe("✓ prod: stays where it is: users have 0 %; what brings them more than 0 % is stopped");
    expect((await site.reality()).hold?.percent).toBe(0);
  });

  it("prints the outcome as JSON", async () => {
    const { run } = await commitForTest(at(0));
    const { stdout } = await run(["--json"]);
    expect(JSON.parse(stdout)).toMatchObject({ stack: "prod", todo: "back", report: { from: 50, to: 0, back: true } });
  });

  it("says how to do it by hand where Vercel refuses, and ends with 4", async () => {
    const { run, served, summary } = await commitForTest(at(0));
    const { exitCode, stderr } = await run([], { VERCEL_API_TOKEN: "not-the-token-00" });
    expect(exitCode).toBe(4);
    expect(stderr).toContain("do it in Vercel's dashboard, project twin-brains");
    expect(await served()).toBe("50");
    expect(await summary()).toContain("VERCEL_");
  });

  it.each([
    ["a percent that is none", at(0).replace("percent: 0", "percent: some"), {}, /rollout\.percent is no whole number/],
    ["no token", at(0), { VERCEL_API_TOKEN: "" }, /VERCEL_API_TOKEN/],
  ])("ends with 2 for %s", async (_what, text, env, said) => {
    const { run, served } = await commitForTest(text);
    const { exitCode, stderr } = await run([], env);
    expect(stderr).toMatch(said);
    expect(exitCode).toBe(2);
    expect(await served()).toBe("50");
  });
});
