import type { Weakening } from "../review.ts";
import { changedFiles } from "./changed-files.ts";
import { fileAt, forkOf, type GitPlace, prefixOf } from "./git.ts";
import { textsAt } from "./texts-at.ts";
import { guardFiles, weakeningsOf } from "./weakenings.ts";

/** What a branch brings since it left its base, as Git has it. */
export interface Change {
  /** Paths from the repository's root. */
  readonly files: readonly string[];
  /** The project's folder in the repository: empty, or with a slash at its end. */
  readonly prefix: string;
  /** The stack's file where the branch began; undefined where there was none. */
  readonly before: string | undefined;
  readonly weakenings: readonly Weakening[];
}

/** Reads what changed between two commits. @param name the stack's file @throws UserError CHANGE_UNKNOWN */
export async function changeOf(place: GitPlace, name: string, base: string, head: string): Promise<Change> {
  const { project } = place;
  const [fork, files, prefix] = await Promise.all([
    forkOf(place, base, head),
    changedFiles(place, base, head),
    prefixOf(place),
  ]);
  const guards = guardFiles(files, prefix);
  const [before, was, is] = await Promise.all([
    fileAt(place, fork, name),
    textsAt(project, fork, guards),
    textsAt(project, head, guards),
  ]);
  return { files, prefix, before, weakenings: weakeningsOf(files, was, is, prefix) };
}
