import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { describe, expect, it, onTestFinished } from "vitest";
import { EvidenceUnreachable } from "../../../release/evidence/evidence.ts";
import { authorOf } from "../../../release/subject/author.ts";
import { openSubject } from "../../../release/subject/subject.ts";

const project = fileURLToPath(new URL("../../..", import.meta.url));
const token = "rehearsalVercelToken0000";
const committed = await readFile(join(project, "Pulumi.prod.yaml"), "utf8");

async function folderForTest(files: Readonly<Record<string, string>> = {}) {
  const folder = await mkdtemp(join(tmpdir(), "cutover-subject-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return folder;
}

const opened = async (env: NodeJS.ProcessEnv, place: { project?: string; stack?: string } = {}) => {
  const subject = await openSubject({ project, stack: "prod", ...place, env: { VERCEL_API_TOKEN: token, ...env } });
  onTestFinished(() => subject.close());
  return subject;
};

describe("the subject of a release", () => {
  it("is what the stack's file declares, without Pulumi and its passphrase", async () => {
    const subject = await opened({});
    expect(subject).toMatchObject({
      stack: "prod",
      file: "Pulumi.prod.yaml",
      rollout: "twin-brains/V2_ROLLOUT_PERCENT",
      config: { frontend: { name: "twin-brains" }, vercel: { team: "team_acmebrains" } },
      declaration: { flag: "V2_ROLLOUT_PERCENT", percent: 0 },
    });
    for (const gate of subject.declaration.gates) expect(gate).toHaveProperty("name");
  });

  it("comes from the file that Pulumi would read", async () => {
    const folder = await folderForTest({
      "other.yaml": committed.replace("name: twin-brains\n    framework", "name: other\n    framework"),
    });
    const { rollout } = await opened({ PULUMI_OPTION_CONFIG_FILE: join(folder, "other.yaml") });
    expect(rollout).toBe("other/V2_ROLLOUT_PERCENT");
  });

  it("is the same for a stack's long name", async () => {
    expect(await opened({}, { stack: "acme/cutover/prod" })).toMatchObject({ stack: "prod" });
  });

  it("has evidence that says how to be reached where the environment names none", async () => {
    const { evidence } = await opened({});
    const error = await evidence.history().then(
      () => undefined,
      (caught: unknown) => caught,
    );
    expect(error).toBeInstanceOf(EvidenceUnreachable);
    expect(String(error)).toMatch(/at CUTOVER_DATABASE_URL\n {2}fix: export CUTOVER_DATABASE_URL=/);
  });

  it("has evidence that says so where the address is none, without the password in it", async () => {
    const { evidence } = await opened({ CUTOVER_DATABASE_URL: "mysql://root:not-the-password-00@db" });
    const error = await evidence.history().then(
      () => undefined,
      (caught: unknown) => caught,
    );
    expect(String(error)).toContain("CUTOVER_DATABASE_URL");
    expect(String(error)).not.toContain("not-the-password-00");
  });

  it.each([
    [
      "a fault",
      { "Pulumi.prod.yaml": committed.replace("flag: V2_ROLLOUT_PERCENT", "flag: v2-rollout") },
      "prod",
      /rollout\.flag/,
    ],
    ["no such file", {}, "prod", /Pulumi\.prod\.yaml cannot be read/],
    ["a name that leads elsewhere", {}, "a b", /is not the name of a stack/],
  ])("cannot be opened with %s", async (_what, files, stack, words) => {
    const folder = await folderForTest(files);
    await expect(opened({}, { project: folder, stack })).rejects.toMatchObject({
      code: "CONFIG_INVALID",
      message: expect.stringMatching(words),
    });
  });

  it("cannot be opened for the repository's stack", async () => {
    await expect(opened({}, { stack: "repo" })).rejects.toMatchObject({ code: "CONFIG_INVALID" });
  });
});

describe("the author", () => {
  const sha = "c".repeat(40);

  it("is who started the workflow, from its commit", async () => {
    const author = await authorOf(await folderForTest(), {
      PATH: process.env.PATH,
      GITHUB_ACTOR: "ann",
      GITHUB_SHA: sha,
    });
    expect(author).toEqual({ actor: "ann", commit: sha });
  });

  it("is who Git says, from the commit that is checked out", async () => {
    const folder = await folderForTest({ file: "x" });
    const env = { PATH: process.env.PATH, HOME: folder };
    const git = (...args: string[]) => execa("git", args, { cwd: folder, env, extendEnv: false });
    await git("init", "--quiet");
    await git("config", "user.name", "Ann\u001b[31m Lee\n");
    await git("config", "user.email", "ann@acme.example");
    await git("add", "file");
    await git("commit", "--quiet", "--message", "First");
    const { stdout } = await git("rev-parse", "HEAD");
    expect(await authorOf(folder, env)).toEqual({ actor: "Ann Lee", commit: stdout });
  });

  it("is the machine's user where there is no Git", async () => {
    const folder = await folderForTest();
    const author = await authorOf(folder, { PATH: "", HOME: folder });
    expect(author.actor).not.toBe("");
    expect(author).not.toHaveProperty("commit");
  });
});
