import { Octokit } from "octokit";
import { describe, expect, it, vi } from "vitest";
import { committed, sceneForTest } from "./scene.ts";

// Each has a Vercel, a GitHub and their clients, on a machine that may be busy.
vi.setConfig({ testTimeout: 30_000 });

const branch = "cutover/rollback-prod";

describe("the pull request of a rollback", () => {
  it("S2.10 changes only the line of the percent, comments and all else kept", async () => {
    const { back, inGit } = await sceneForTest();
    await back();
    expect(inGit(branch)).toBe(committed.replace("percent:   50 ", "percent:   0 "));
    expect(inGit("main")).toBe(committed);
  });

  it("S2.10 says what, when, who and why, and shows nothing of what was written by others", async () => {
    const { back, pulls } = await sceneForTest();
    await back({ reason: "slow ``` @acme/all <img src=x> ![x](https://evil.example)\n::error::" });
    const [pull] = pulls();
    expect(pull).toMatchObject({
      title: "Rolled back: prod is at 0 %",
      headRef: branch,
      baseRef: "main",
      state: "open",
    });
    const body = pull?.body ?? "";
    expect(body).toMatch(/^Users were taken back from 50 % to \*\*0 %\*\* at 20\d\d-/);
    const fenced = /^(`{4,})text\n([\s\S]*?)\n\1$/m.exec(body)?.[2] ?? "";
    expect(fenced.split("\n")).toEqual([
      "rollout: twin-brains/V2_ROLLOUT_PERCENT",
      "actor: ann",
      "reason: slow ``` @acme/all <img src=x> ![x](https://evil.example) : :error::",
    ]);
    expect(body.replace(fenced, "")).not.toContain("@acme");
  });

  it("S2.10 is used again while it is open, also for a lower percent", async () => {
    const { back, deployAt, pulls, inGit } = await sceneForTest();
    await deployAt(10);
    const first = await back({ to: 10 });
    const second = await back({ to: 0 });
    expect(second.pullRequest).toBe(first.pullRequest);
    expect(pulls()).toMatchObject([{ title: "Rolled back: prod is at 0 %" }]);
    expect(inGit(branch)).toContain("percent:   0 ");
  });

  it("S2.10 is a new one where the branch is left from an earlier rollback", async () => {
    const { back, pulls, github, promote, fifty, git, inGit } = await sceneForTest();
    await back();
    const octokit = new Octokit({ baseUrl: github.url, auth: github.token });
    await octokit.rest.pulls.update({ owner: "acme-brains", repo: "twin-brains", pull_number: 1, state: "closed" });
    const newer = committed.replace("raised on Monday", "raised on Tuesday");
    git.write("acme-brains/twin-brains", "main", "Tuesday", { "Pulumi.prod.yaml": newer });
    await promote(fifty.id);
    await back();
    expect(pulls().map(({ state }) => state)).toEqual(["closed", "open"]);
    expect(inGit(branch)).toBe(newer.replace("percent:   50 ", "percent:   0 "));
  });

  it("S2.10 is not opened where Git says that percent already", async () => {
    const { back, pulls, git } = await sceneForTest();
    git.write("acme-brains/twin-brains", "main", "Lowered", {
      "Pulumi.prod.yaml": committed.replace("percent:   50", "percent: 0"),
    });
    expect(await back()).toMatchObject({
      left: [],
      pullRequest: null,
      done: ["the rollback is recorded", "Pulumi.prod.yaml in Git is at 0 % or lower already"],
    });
    expect(pulls()).toEqual([]);
  });

  it("S2.10 puts its address at the flag", async () => {
    const { back, site } = await sceneForTest();
    const { pullRequest } = await back();
    expect(pullRequest).toMatch(/\/acme-brains\/twin-brains\/pull\/1$/);
    expect((await site.reality()).hold).toMatchObject({ percent: 0, pullRequest });
  });

  it.each([
    ["no token", { GITHUB_TOKEN: undefined }, "GITHUB_TOKEN is not set"],
    ["a wrong token", { GITHUB_TOKEN: "secret-but-wrong-token" }, "GitHub answered 401"],
    ["another address", { GITHUB_BASE_URL: "https://github.evil.example" }, "GITHUB_BASE_URL_REFUSED"],
  ])("S2.10 is missing with %s, and the rollback is done all the same", async (_what, other, why) => {
    const { back, served, env } = await sceneForTest();
    const report = await back({}, { env: { ...env, ...other } });
    expect(await served()).toBe("0");
    expect(report.left).toEqual([expect.stringContaining(why)]);
    expect(JSON.stringify(report)).not.toContain("secret-but-wrong-token");
  });
});
