import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { at, githubWorld, openPull, repository } from "../rehearsal/github/github-world.ts";
import { gitFolder } from "../support/git-folder.ts";

// Each starts a process; CI has two cores for all of them.
vi.setConfig({ testTimeout: 30_000 });

const project = fileURLToPath(new URL("../..", import.meta.url));
const NONE = {
  GITHUB_TOKEN: "",
  GITHUB_REPOSITORY: "",
  GITHUB_API_URL: "",
  GITHUB_BASE_URL: "",
  GITHUB_EVENT_PATH: "",
};
const preview = (args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
  execa(process.execPath, ["cli/main.ts", "preview", ...args], {
    cwd: project,
    reject: false,
    env: { ...NONE, PULUMI_STACK: "", PULUMI_OPTION_CONFIG_FILE: "", CUTOVER_MEMBERS_TOKEN: "", ...env },
  });
/** Has a process say at its end how many milliseconds it computed: what else the machine does is not counted. */
const TELL_CPU = `data:text/javascript,${encodeURIComponent(
  'process.on("exit",()=>{const{user,system}=process.cpuUsage();console.error("CPU",Math.round((user+system)/1000))})',
)}`;
const given = { GITHUB_TOKEN: "made-up", GITHUB_REPOSITORY: "acme-brains/twin-brains" };

describe("cutover preview: what cannot be used ends with 2, before an engine starts", () => {
  it.each<[what: string, args: string[], env: NodeJS.ProcessEnv, said: string]>([
    ["no token for the comment", ["--comment"], {}, "GITHUB_REPOSITORY is not set"],
    ["no pull request", ["--comment"], given, "--pull 42"],
    ["no number", ["--comment", "--pull", "x"], given, '"x" is no number of a pull request'],
    [
      "an address for tokens",
      ["--comment"],
      { ...given, GITHUB_API_URL: "http://x.example" },
      "GITHUB_BASE_URL_REFUSED",
    ],
    ["a commit that is not here", ["--config-from", "0".repeat(40)], {}, "is no commit of this repository"],
    ["an option of git", ["--base", "--output=x"], {}, "is no commit of this repository"],
    ["a stack without a file", ["--stack", "nowhere"], {}, "Pulumi.nowhere.yaml"],
    ["two forms at once", ["--json", "--md"], {}, "cannot be used with"],
  ])("%s", async (_what, args, env, said) => {
    const run = await preview(args, env);
    expect(run.stderr).toContain(said);
    expect([run.exitCode, run.stdout]).toEqual([2, ""]);
  });

  it("has a page of help with examples and exit codes", async () => {
    for (const args of [["--help"], ["approved", "--help"]]) {
      const { stdout, exitCode } = await preview(args);
      expect(exitCode).toBe(0);
      expect(stdout).toMatch(/Examples:[\s\S]*Exit code: 0/);
    }
  });
});

describe("cutover preview --comment, of a configuration that cannot be used", () => {
  it("tells the pull request what is wrong, and needs less than 2 s of this machine for all but the engine", async () => {
    const { as, git, github } = await githubWorld();
    const { number, head } = await openPull(as("developer"));
    const folder = await mkdtemp(join(tmpdir(), "cutover-preview-"));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const commits = await gitFolder(git.repository(repository).data, folder);
    const env = { ...given, GITHUB_TOKEN: github.tokens.actions, GITHUB_BASE_URL: github.url, GIT_DIR: commits };
    const args = [
      "--stack",
      "prod",
      "--base",
      "main",
      "--config-from",
      head,
      "--pull",
      `${number}`,
      "--comment",
      "--md",
    ];
    const run = await preview(args, { ...env, NODE_OPTIONS: `--import ${TELL_CPU}` });
    expect(run.stderr).toContain("The comment: ");
    expect([run.exitCode, run.stdout.includes("CONFIG_UNREADABLE")]).toEqual([3, true]);
    const { data: comments } = await as("developer").rest.issues.listComments({ ...at, issue_number: number });
    expect(comments[0]?.body?.trim()).toBe(run.stdout);
    const { data } = await as("developer").rest.checks.listForRef({ ...at, ref: head });
    expect(data.check_runs.map(({ name, conclusion }) => [name, conclusion])).toEqual([["preview", "failure"]]);
    expect(Number(/^CPU (\d+)/m.exec(run.stderr)?.[1])).toBeLessThan(2_000);
  });
});

describe("cutover preview --comment, of a change that cannot be previewed at all", () => {
  it("completes the check as failed and replaces the comment, says why, and ends as an error", async () => {
    const { as, github } = await githubWorld();
    const { number, head } = await openPull(as("developer"));
    const said = "### ✅ `prod` passes\n<!-- cutover:preview prod -->";
    const { rest } = as("actions");
    await rest.issues.createComment({ ...at, issue_number: number, body: said });
    // Git knows nothing of the commit: it was not fetched.
    const env = { ...given, GITHUB_TOKEN: github.tokens.actions, GITHUB_BASE_URL: github.url };
    const run = await preview(["--stack", "prod", "--config-from", head, "--pull", `${number}`, "--comment"], env);
    expect([run.exitCode, run.stdout]).toEqual([2, ""]);
    const { data: comments } = await rest.issues.listComments({ ...at, issue_number: number });
    expect(comments).toHaveLength(1);
    const lines = comments[0]?.body?.split("\n") ?? [];
    expect(lines.slice(0, 3)).toEqual([
      "### ⚠️ `prod` could not be judged",
      "**Changes:** what it changes is not known\\",
      "**Next:** `git fetch origin COMMIT, and name it by its id`",
    ]);
    expect(lines.join("\n")).toContain("is no commit of this repository");
    const { data } = await rest.checks.listForRef({ ...at, ref: head });
    expect(data.check_runs.map(({ name, status, conclusion }) => [name, status, conclusion])).toEqual([
      ["preview", "completed", "failure"],
    ]);
  });
});

describe("cutover preview approved", () => {
  async function world() {
    const { as, git, github } = await githubWorld();
    git.write(repository, "main", "Owners", { ".github/CODEOWNERS": "/policies/ @rev-robin\n" });
    const { number, head } = await openPull(as("developer"), { path: "policies/a.ts", text: "export {};\n" });
    const { data } = await as("developer").rest.pulls.get({ ...at, pull_number: number });
    const env = { ...given, GITHUB_TOKEN: github.tokens.actions, GITHUB_BASE_URL: github.url };
    const approve = () =>
      as("reviewer").rest.pulls.createReview({ ...at, pull_number: number, event: "APPROVE", commit_id: head });
    return {
      number,
      head,
      base: data.base.sha,
      approve,
      ask: (...args: string[]) => preview(["approved", ...args], env),
    };
  }

  it("ends with 1 and the reason until a code owner approved, then with 0", async () => {
    const { number, head, approve, ask } = await world();
    const before = await ask("--commit", head, "--pull", String(number));
    expect([before.exitCode, before.stdout]).toEqual([1, "not approved"]);
    expect(before.stderr).toBe("policies/a.ts: waits for the approval of this commit by @rev-robin");
    await approve();
    const after = await ask("--commit", head, "--pull", String(number));
    expect([after.exitCode, after.stdout, after.stderr]).toEqual([0, "approved", "approved by rev-robin"]);
  });

  it("gives a workflow its outputs once it is approved, and nothing before", async () => {
    const { number, head, base, approve, ask } = await world();
    const before = await ask("--commit", head, "--github-output");
    expect([before.exitCode, before.stdout]).toEqual([0, ""]);
    await approve();
    expect((await ask("--commit", head, "--github-output")).stdout).toBe(`pull=${number}\nbase=${base}`);
    expect(JSON.parse((await ask("--commit", head, "--json")).stdout)).toMatchObject({ approved: true, pull: number });
  });

  it("ends with 2 for what is no commit, and with 3 where GitHub does not answer it", async () => {
    const { ask, head } = await world();
    expect((await ask("--commit", "main")).exitCode).toBe(2);
    const gone = await ask("--commit", head, "--pull", "99");
    expect([gone.exitCode, gone.stdout]).toEqual([3, ""]);
    expect(gone.stderr).toContain("GITHUB_FAILED: GitHub answered 404");
  });
});
