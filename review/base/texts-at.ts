import { execa } from "execa";
import { UserError } from "../../providers/protocol/errors.ts";

/** Texts of files by their path from the repository's root; a file that is not there has none. */
export type Texts = ReadonlyMap<string, string>;

/** More than the files that guard a repository ever have together. */
const LARGEST = 20_000_000;

/**
 * The texts of these files as a commit has them, read by one Git as it stored them: no filter, no attribute and no hook of
 * the repository runs.
 * @throws UserError GUARDS_UNREADABLE where Git cannot be asked, or they are larger than any that were written by hand
 */
export async function textsAt(project: string, commit: string, paths: readonly string[]): Promise<Texts> {
  // A name with a line break in it could ask for another file.
  const asked = paths.filter((path) => !/[\r\n]/.test(path));
  if (asked.length === 0) return new Map();
  const run = await execa("git", ["cat-file", "--batch"], {
    ...{ cwd: project, input: asked.map((path) => `${commit}:${path}\n`).join(""), encoding: "buffer" },
    ...{ timeout: 20_000, maxBuffer: LARGEST, reject: false },
  });
  if (run.failed) throw unreadable(commit, asked.length, run.timedOut, run.isMaxBuffer);
  const answers = Buffer.from(run.stdout);
  const texts = new Map<string, string>();
  let at = 0;
  for (const path of asked) {
    const end = answers.indexOf("\n", at);
    const [, kind, size] = /^[0-9a-f]+ (\w+) (\d+)$/.exec(answers.toString("utf8", at, end)) ?? [];
    at = end + 1;
    if (size === undefined) continue;
    if (kind === "blob") texts.set(path, answers.toString("utf8", at, at + Number(size)));
    at += Number(size) + 1;
  }
  return texts;
}

function unreadable(commit: string, count: number, slow: boolean, large: boolean): UserError {
  const why = slow ? "Git has not answered within 20 s" : large ? "together they have more than 20 MB" : "Git failed";
  return new UserError(
    "GUARDS_UNREADABLE",
    `GUARDS_UNREADABLE: ${count} changed files of the guard cannot be read in ${commit}: ${why}\n  at git cat-file --batch\n  fix: git fetch origin ${commit}, and preview again`,
  );
}
