import { execa } from "execa";
import { UserError } from "../../providers/protocol/errors.ts";

/** Where Git is asked: the project's folder, with the command's own environment. */
export interface GitPlace {
  readonly project: string;
  readonly env: NodeJS.ProcessEnv;
}

/** What a command of Git may take. */
export interface GitLimits {
  readonly timeoutMs?: number;
  /** In characters; by default more than a stack's file ever has. */
  readonly longest?: number;
}

const TIMEOUT_MS = 20_000;

/**
 * What a command of Git prints; undefined where it fails, or there is no Git.
 * @throws UserError GIT_SLOW, GIT_TOO_LONG
 */
export async function git(
  { project, env }: GitPlace,
  args: readonly string[],
  { timeoutMs = TIMEOUT_MS, longest = 1_000_000 }: GitLimits = {},
): Promise<string | undefined> {
  const run = await execa("git", args, {
    ...{ cwd: project, env, extendEnv: false, reject: false, stdin: "ignore", stripFinalNewline: false },
    ...{ timeout: timeoutMs, maxBuffer: longest },
  });
  if (run.timedOut) throw unanswered("GIT_SLOW", `Git has not answered within ${timeoutMs / 1_000} s`, args);
  if (run.isMaxBuffer) throw unanswered("GIT_TOO_LONG", `Git answers with more than ${longest} characters`, args);
  return run.failed ? undefined : run.stdout;
}

const unanswered = (code: string, what: string, args: readonly string[]): UserError =>
  new UserError(
    code,
    `${code}: ${what}\n  at git ${args.join(" ")}\n  fix: run that command by hand, to see what keeps it, and preview again`,
  );

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

/**
 * A file of the project as a commit has it; undefined where it has none. Filters and attributes of the repository do not run.
 * @throws UserError FILE_TOO_LARGE, GIT_SLOW
 */
export async function fileAt(place: GitPlace, commit: string, name: string): Promise<string | undefined> {
  const path = `${await prefixOf(place)}${name}`;
  try {
    return await git(place, ["cat-file", "blob", `${commit}:${path}`]);
  } catch (error) {
    if (error instanceof UserError && error.code === "GIT_TOO_LONG") throw tooLarge(path, commit);
    throw error;
  }
}

const tooLarge = (path: string, commit: string): UserError =>
  new UserError(
    "FILE_TOO_LARGE",
    `FILE_TOO_LARGE: ${path} has more than 1 MB in ${commit}; expected a stack's settings\n  at ${path}\n  fix: take out of the file what is no setting, and push`,
  );
