import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { expect, it, onTestFinished } from "vitest";
import { writeBareRepository } from "../../../rehearsal/core/bare-repository.ts";
import { Git } from "../../../rehearsal/core/git.ts";

const REPOSITORY = "acme-brains/twin-brains";

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), "cutover-bare-"));
  onTestFinished(() => rm(made, { recursive: true, force: true }));
  return made;
}

const git = async (cwd: string, ...args: readonly string[]) =>
  (await execa("git", args, { cwd, env: { PATH: process.env.PATH, HOME: cwd }, extendEnv: false })).stdout;

it("is a repository that Git finds nothing wrong with and clones", async () => {
  const [world, at] = [new Git(() => new Date("2026-11-21T10:00:00Z")), await folder()];
  world.write(REPOSITORY, "main", "First", { "a/b.txt": "one\n", "a.txt": "two\n" });
  const { sha } = world.write(REPOSITORY, "main", "Second", { "a/b.txt": "three\n" });
  await writeBareRepository(world.repository(REPOSITORY).data, join(at, "remote"));
  await git(join(at, "remote"), "fsck", "--strict", "--full");
  await git(at, "clone", "--quiet", `file://${at}/remote`, "clone");
  expect(await git(join(at, "clone"), "rev-parse", "HEAD")).toBe(sha);
  expect(await git(join(at, "clone"), "show", "HEAD:a/b.txt")).toBe("three");
  expect(await git(join(at, "clone"), "log", "--format=%s")).toBe("Second\nFirst");
});

it("follows the world, and hands out a commit of no branch by its id", async () => {
  const [world, at] = [new Git(() => new Date("2026-11-21T10:00:00Z")), await folder()];
  world.write(REPOSITORY, "main", "First", { "a.txt": "one\n" });
  const repository = world.repository(REPOSITORY);
  await writeBareRepository(repository.data, join(at, "remote"));
  await git(at, "clone", "--quiet", `file://${at}/remote`, "clone");
  const aside = world.write(REPOSITORY, "aside", "Aside", { "b.txt": "two\n" });
  repository.data.refs.delete("heads/aside");
  await writeBareRepository(repository.data, join(at, "remote"));
  await git(join(at, "clone"), "fetch", "--quiet", "origin", aside.sha);
  expect(await git(join(at, "clone"), "show", "FETCH_HEAD:b.txt")).toBe("two");
});
