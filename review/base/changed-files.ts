import { UserError } from "../../providers/protocol/errors.ts";
import { type GitPlace, git } from "./git.ts";

/** Names of more files than anybody reviews. */
const LARGEST = 8_000_000;

/**
 * The files that a branch changed since it left its base, as paths from the repository's root; a file that moved is told
 * by both names.
 * @throws UserError GIT_SLOW, GIT_TOO_LONG; CHANGE_UNKNOWN where the two have no commit in common, or one of them is not here
 */
export async function changedFiles(place: GitPlace, base: string, head: string): Promise<readonly string[]> {
  const range = `${base}...${head}`;
  // No rename is guessed: a rule that moves out of its folder is one that was deleted.
  const args = ["diff", "--name-only", "--no-renames", "--no-ext-diff", "-z", "--end-of-options", range, "--"];
  const said = await git(place, args, { longest: LARGEST });
  if (said !== undefined) return said.split("\0").filter((path) => path !== "");
  throw new UserError(
    "CHANGE_UNKNOWN",
    [
      `CHANGE_UNKNOWN: Git cannot tell what changed between ${base} and ${head}; expected two commits with one in common`,
      `  at git diff ${range}`,
      "  fix: git fetch --unshallow origin, or check out with fetch-depth: 0",
    ].join("\n"),
  );
}
