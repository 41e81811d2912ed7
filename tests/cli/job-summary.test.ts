import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { at, githubWorld, openPull, repository } from "../rehearsal/github/github-world.ts";
import { sceneForTest } from "../release/rollback/scene.ts";

// Each starts processes, on a machine that may be busy.
vi.setConfig({ testTimeout: 30_000 });

const project = fileURLToPath(new URL("../..", import.meta.url));

/** Runs a command as a job does. @returns what stands in the job's summary then */
async function summaryOf(args: readonly string[], env: NodeJS.ProcessEnv, input = ""): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "cutover-summary-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, "summary.md");
  const given = { PATH: process.env.PATH, GITHUB_STEP_SUMMARY: path, FORCE_COLOR: "1", ...env };
  await execa(process.execPath, ["cli/main.ts", ...args], {
    ...{ cwd: project, env: given, extendEnv: false, reject: false, input },
  });
  const summary = await readFile(path, "utf8");
  expect(summary).not.toContain("\u001b");
  return summary;
}

describe("a job's summary says what came of it, in plain text", () => {
  it("of a checkpoint", async () => {
    // Nobody answers there: fetch refuses that port by itself.
    const env = { VERCEL_API_TOKEN: "made-up", VERCEL_BASE_URL: "http://127.0.0.1:9" };
    expect(await summaryOf(["checkpoint", "--stack", "prod", "--act"], env)).toMatch(
      /^## The checkpoint of prod\n\n```text\n[\s\S]*Vercel gave no answer[\s\S]*\n```\n\n$/,
    );
  });

  it("of a rollback", async () => {
    const { vercel, project: folder } = await sceneForTest();
    const env = { VERCEL_API_TOKEN: vercel.token, VERCEL_BASE_URL: vercel.url };
    const file = { PULUMI_OPTION_CONFIG_FILE: join(folder, "Pulumi.prod.yaml") };
    const summary = await summaryOf(["rollback"], { ...env, ...file });
    expect(summary).toMatch(/^## The rollback of prod to 0 %\n\n```text\n✓ Users have 0 % \(they had 50 %\)/);
    expect(summary).toContain("! not done: the pull request: GITHUB_TOKEN is not set");
  });

  it("of the question who approved a change of the program", async () => {
    const { as, git, github } = await githubWorld();
    git.write(repository, "main", "Owners", { ".github/CODEOWNERS": "/policies/ @rev-robin\n" });
    const { number, head } = await openPull(as("developer"), { path: "policies/a.ts", text: "export {};\n" });
    const env = {
      GITHUB_REPOSITORY: `${at.owner}/${at.repo}`,
      GITHUB_TOKEN: github.tokens.actions,
      GITHUB_BASE_URL: github.url,
    };
    const ask = () => summaryOf(["preview", "approved", "--commit", head, "--github-output"], env);
    expect(await ask()).toBe(
      `## The program of #${number} is not approved yet\n\n\`\`\`text\npolicies/a.ts: waits for the approval of this commit by @rev-robin\n\`\`\`\n\n`,
    );
    await as("reviewer").rest.pulls.createReview({ ...at, pull_number: number, event: "APPROVE", commit_id: head });
    expect(await ask()).toMatch(
      new RegExp(`^## The program of #${number} is approved, .*\n\n.*\napproved by rev-robin\n`),
    );
  });

  it("of what rehearsals may know", async () => {
    const state = {
      version: 3,
      deployment: {
        resources: [
          { urn: "urn:pulumi:prod::cutover::pulumi:pulumi:Stack::cutover-prod", type: "pulumi:pulumi:Stack" },
        ],
      },
    };
    expect(await summaryOf(["preview", "project"], {}, JSON.stringify(state))).toContain("It has no rollout; ");
  });

  it("of an error, also where nothing could begin", async () => {
    const nowhere = ["--stack", "nowhere"];
    for (const args of [["checkpoint"], ["rollback"], ["deploy"], ["deploy", "--only-way-back"], ["preview"]])
      expect(await summaryOf([...args, ...nowhere], {}), args[0]).toMatch(
        /^## .*\n\n```text\n[\s\S]*Pulumi\.nowhere\.yaml/,
      );
  });
});
