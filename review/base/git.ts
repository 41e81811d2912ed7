import { execa } from "execa";
import { UserError } from "../../providers/protocol/errors.ts";

/** Where Git is asked: the project's folder, with the command's own environment. */
export interface GitPlace {
  readonly project: string;
  readonly env: NodeJS.ProcessEnv;
}

/** More than a stack's file ever has. */
const LARGEST = 1_000_000;

/** What a command of Git prints; undefined where it fails, there is no Git, or it prints more than a megabyte. */
export async function git({ project, env }: GitPlace, args: readonly string[]): Promise<string | undefined> {
  const run = await execa("git", args, {
    ...{ cwd: project, env, extendEnv: false, reject: false, stdin: "ignore", stripFinalNewline: false },
    ...{ timeout: 20_000, maxBuffer: LARGEST },
  });
  return run.failed ? undefined : run.stdout;
}

/** The full id of a commit that is here. @throws UserError REQUEST_INVALID */
export async function commitOf(place: GitPlace, ref: string): Promise<string> {
  const said = await git(place, ["rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`]);
  const id = said?.trim() ?? "";
  if (/^[0-9a-f]{40,64}$/.test(id)) return id;
  throw new UserError(
    "REQUEST_INVALID",
    [
      `${JSON.stringify(ref)} is no commit of this repository`,
      "  at the commit that was named",
      "  fix: git fetch origin COMMIT, and name it by its id",
    ].join("\n"),
  );
}

/** The commit from which both came; the first where they share none. */
export const forkOf = async (place: GitPlace, base: string, head: string): Promise<string> =>
  (await git(place, ["merge-base", base, head]))?.trim() || base;

/** The project's folder in its repository: empty, or with a slash at its end. */
export const prefixOf = async (place: GitPlace): Promise<string> =>
  (await git(place, ["rev-parse", "--show-prefix"]))?.trim() ?? "";

/** A file of the project as a commit has it; undefined where it has none. Filters and attributes of the repository do not run. */
export const fileAt = async (place: GitPlace, commit: string, name: string): Promise<string | undefined> =>
  git(place, ["cat-file", "blob", `${commit}:${await prefixOf(place)}${name}`]);
