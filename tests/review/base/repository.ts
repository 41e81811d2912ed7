import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { onTestFinished } from "vitest";

/** A repository with a base and a branch, in which Git reads nothing of this machine's settings. */
export async function repository(folder = "") {
  const root = mkdtempSync(join(tmpdir(), "cutover-git-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const who = {
    GIT_AUTHOR_NAME: "a",
    GIT_AUTHOR_EMAIL: "a@example.com",
    GIT_COMMITTER_NAME: "a",
    GIT_COMMITTER_EMAIL: "a@example.com",
  };
  const env = { PATH: process.env.PATH, GIT_CONFIG_NOSYSTEM: "1", HOME: root, ...who };
  const run = async (...args: string[]) =>
    (await execa("git", args, { cwd: root, env, extendEnv: false })).stdout.trim();
  const commit = async (files: Readonly<Record<string, string>>) => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    await run("add", "--all");
    await run("commit", "--quiet", "--message", "x");
    return run("rev-parse", "HEAD");
  };
  await run("init", "--quiet", "--initial-branch", "main");
  const place = { project: join(root, folder), env };
  return { place, commit, run };
}
