import { copyFile, link, mkdir, readdir, symlink, writeFile } from "node:fs/promises";
import { basename, join, relative } from "node:path";
import { execa } from "execa";
import { choiceFile } from "../../engine/bootstrap/fingerprint.js";
import { engineFolder } from "../../engine/bootstrap/places.js";
import { writeBareRepository } from "../core/bare-repository.ts";
import type { RepositoryData } from "../core/git-repository.ts";

/** Where a runner works: a clone of the world's repository, with this project's packages and engine in it. */
export interface WorkingTree {
  readonly folder: string;
  /**
   * Has this commit checked out, or what `refs/heads/…` has now, with every branch beside it, as actions/checkout with
   * `fetch-depth: 0` leaves it.
   */
  checkOut(ref: string): Promise<void>;
}

interface Machine {
  /** Where packages and engine are taken from. */
  readonly project: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Makes a clone in a folder of its own, with nothing checked out. */
export async function createWorkingTree(
  folder: string,
  data: RepositoryData,
  { project, env }: Machine,
): Promise<WorkingTree> {
  const remote = `${folder}.git`;
  const git = (...args: readonly string[]) =>
    execa("git", args, { cwd: folder, env, extendEnv: false, stdin: "ignore" });
  await mkdir(folder, { recursive: true });
  await writeBareRepository(data, remote);
  await git("init", "--quiet", "--initial-branch", "checkout");
  await git("remote", "add", "origin", `file://${remote}`);
  await writeFile(join(folder, ".git", "info", "exclude"), "/node_modules\n/.cutover\n");
  await linkEach(join(project, "node_modules"), join(folder, "node_modules"));
  await sameFiles(engineFolder(env), join(folder, ".cutover", "engine"));
  return {
    folder,
    async checkOut(ref) {
      await writeBareRepository(data, remote);
      await git("fetch", "--quiet", "--prune", "origin", "+refs/heads/*:refs/remotes/origin/*", ref);
      await git("checkout", "--quiet", "--force", "--detach", ref.replace(/^refs\/heads\//, "refs/remotes/origin/"));
      await git("clean", "-ffdxq", "-e", "/node_modules", "-e", "/.cutover");
    },
  };
}

/** A folder whose entries lead to those of another: what is removed or written anew here stays there as it was. */
async function linkEach(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  const names = await readdir(from).catch(() => []);
  await Promise.all(names.map((name) => symlink(join(from, name), join(to, name))));
}

/** A folder with the same files, which take no room of their own where both are on one disk; without what is remembered in them. */
async function sameFiles(from: string, to: string): Promise<void> {
  const entries = await readdir(from, { recursive: true, withFileTypes: true }).catch(() => []);
  await mkdir(to, { recursive: true });
  for (const entry of entries) {
    // Which engine was chosen is remembered for one folder of a project; this is another one.
    if (!entry.isFile() || entry.name === basename(choiceFile({}))) continue;
    const [source, folder] = [join(entry.parentPath, entry.name), join(to, relative(from, entry.parentPath))];
    await mkdir(folder, { recursive: true });
    await link(source, join(folder, entry.name)).catch(() => copyFile(source, join(folder, entry.name)));
  }
}
