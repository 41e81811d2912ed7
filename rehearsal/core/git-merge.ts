import { diff3Merge } from "node-diff3";
import type { FileEntry, Files, GitRepository } from "./git-repository.ts";

/** A file that differs between two commits. */
export interface FileChange {
  readonly path: string;
  readonly before?: FileEntry;
  readonly after?: FileEntry;
}

/** What differs between two sets of files, by path. */
export function changesBetween(before: Files, after: Files): FileChange[] {
  const paths = [...new Set([...before.keys(), ...after.keys()])].sort();
  return paths.flatMap((path) => {
    const [was, is] = [before.get(path), after.get(path)];
    if (was?.sha === is?.sha && was?.mode === is?.mode) return [];
    return [{ path, ...(was && { before: was }), ...(is && { after: is }) }];
  });
}

/** The files of two commits put together as Git's merge does, or undefined where they conflict. */
export function mergeCommits(repository: GitRepository, ours: string, theirs: string): Files | undefined {
  const base = repository.mergeBase(ours, theirs);
  const origin: Files = base === undefined ? new Map() : repository.filesOf(base);
  return mergeFiles(repository, { origin, ours: repository.filesOf(ours), theirs: repository.filesOf(theirs) });
}

/** A three-way merge: what `theirs` changed since `origin`, on top of `ours`. Undefined where both changed the same. */
export function mergeFiles(
  repository: GitRepository,
  { origin, ours, theirs }: { origin: Files; ours: Files; theirs: Files },
): Files | undefined {
  const merged = new Map(ours);
  for (const { path, after } of changesBetween(origin, theirs)) {
    const [was, mine] = [origin.get(path), ours.get(path)];
    if (mine?.sha === after?.sha) continue;
    if (mine?.sha === was?.sha) {
      if (after) merged.set(path, after);
      else merged.delete(path);
      continue;
    }
    const text = was && mine && after ? mergedText(repository, was, mine, after) : undefined;
    if (text === undefined) return undefined;
    merged.set(path, repository.writeText(text));
  }
  return merged;
}

function mergedText(repository: GitRepository, was: FileEntry, mine: FileEntry, their: FileEntry): string | undefined {
  const lines = ({ sha }: FileEntry) => repository.text(sha).split("\n");
  const regions = diff3Merge(lines(mine), lines(was), lines(their));
  const settled = regions.map((region) => region.ok);
  if (settled.some((part) => part === undefined)) return undefined;
  return settled.flatMap((part) => part ?? []).join("\n");
}
