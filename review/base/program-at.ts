import { mkdir, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../../providers/protocol/errors.ts";
import { type GitPlace, git, prefixOf } from "./git.ts";

/**
 * Writes the project as a commit has it into a new folder, with the packages that are installed here. Nothing of the
 * repository changes: the index that Git needs for it is one of its own.
 * @throws UserError BASE_UNREADABLE
 */
export async function programAt(place: GitPlace, commit: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const index = join(folder, ".git-index");
  const own = { ...place, env: { ...place.env, GIT_INDEX_FILE: index } };
  const prefix = await prefixOf(place);
  const tree = await git(own, ["read-tree", `${commit}:${prefix.replace(/\/$/, "")}`]);
  // From the repository's root: the paths of this index begin at the project's folder.
  const top = (await git(place, ["rev-parse", "--show-toplevel"]))?.trim() ?? place.project;
  const root = { ...own, project: top };
  const written = tree === undefined ? undefined : await git(root, ["checkout-index", "--all", `--prefix=${folder}/`]);
  await rm(index, { force: true });
  if (written === undefined) throw unreadable(commit, folder);
  await symlink(join(place.project, "node_modules"), join(folder, "node_modules"), "dir");
}

const unreadable = (commit: string, folder: string): UserError =>
  new UserError(
    "BASE_UNREADABLE",
    [
      `BASE_UNREADABLE: Git cannot write the files of ${commit} into ${folder}`,
      "  at git read-tree, git checkout-index",
      "  fix: git fetch origin, or check out with fetch-depth: 0",
    ].join("\n"),
  );
