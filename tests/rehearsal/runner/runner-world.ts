import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Runner } from "../../../rehearsal/runner/run-job.ts";
import { createWorkingTree } from "../../../rehearsal/runner/working-tree.ts";
import { type GitHubTest, githubWorld, repository } from "../github/github-world.ts";

/** A machine beside a GitHub with one repository; its `preview` environment has a secret, and takes the default branch only. */
export async function runnerWorld(): Promise<GitHubTest & { readonly runner: Runner; readonly head: string }> {
  const world = await githubWorld();
  const folder = await mkdtemp(join(tmpdir(), "cutover-runner-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const env = { PATH: process.env.PATH, HOME: folder, CUTOVER_ENGINE_DIR: join(folder, "engine") };
  const data = world.git.repository(repository).data;
  const tree = await createWorkingTree(join(folder, "work"), data, { project: folder, env });
  const runner: Runner = {
    ...{ github: world.github, tree, env, vars: { BACKEND: "file:///state" } },
    secrets: { preview: { KEY: "made-up-key" } },
  };
  return { ...world, runner, head: world.git.resolve(repository, "main")?.sha ?? "" };
}
