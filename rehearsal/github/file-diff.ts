import { structuredPatch } from "diff";
import { changesBetween, type FileChange } from "../core/git-merge.ts";
import type { Files, GitRepository } from "../core/git-repository.ts";
import { HTML } from "./answers.ts";
import type { Call } from "./core.ts";

/** What differs between two sets of files, as pull requests, commits and comparisons list it. */
export function fileDiffs(
  git: GitRepository,
  c: Call,
  { name, before, after, sha }: { name: string; before: Files; after: Files; sha: string },
): object[] {
  const url = `${c.get("base")}/repos/${name}`;
  return renamesIn(changesBetween(before, after)).map((change) => {
    const { path, from } = change;
    const { patch, additions, deletions } = patchOf(git, change);
    const encoded = path.split("/").map(encodeURIComponent).join("/");
    return {
      sha: change.after?.sha ?? change.before?.sha ?? null,
      filename: path,
      status: from ? "renamed" : !change.before ? "added" : !change.after ? "removed" : "modified",
      additions,
      deletions,
      changes: additions + deletions,
      blob_url: `${HTML}/${name}/blob/${sha}/${encoded}`,
      raw_url: `${HTML}/${name}/raw/${sha}/${encoded}`,
      contents_url: `${url}/contents/${encoded}?ref=${sha}`,
      ...(patch && { patch }),
      ...(from && { previous_filename: from }),
    };
  });
}

type Change = FileChange & { readonly from?: string };

/** A file that went and one of the same content that came are one that moved. */
function renamesIn(changes: readonly FileChange[]): Change[] {
  const gone = new Map(changes.filter(({ after }) => !after).map((change) => [change.before?.sha, change]));
  const moved = new Set<FileChange>();
  const renamed = changes.map((change): Change => {
    const source = change.before ? undefined : gone.get(change.after?.sha);
    if (!source || moved.has(source)) return change;
    moved.add(source);
    return { ...change, ...(source.before && { before: source.before }), from: source.path };
  });
  return renamed.filter((change) => ![...moved].some((source) => source.path === change.path && !change.after));
}

/** The hunks as unified text, without the lines that name the files; none for what is no text. */
function patchOf(git: GitRepository, { before, after }: Change) {
  const [was, is] = [before, after].map((file) => (file ? git.text(file.sha) : ""));
  if (was === undefined || is === undefined || was.includes("\0") || is.includes("\0"))
    return { patch: undefined, additions: 0, deletions: 0 };
  const { hunks } = structuredPatch("a", "b", was, is, undefined, undefined, { context: 3 });
  const lines = hunks.flatMap((hunk) => [
    `@@ -${range(hunk.oldStart, hunk.oldLines)} +${range(hunk.newStart, hunk.newLines)} @@`,
    ...hunk.lines,
  ]);
  const changed = hunks.flatMap((hunk) => hunk.lines);
  return {
    patch: lines.join("\n"),
    additions: changed.filter((line) => line.startsWith("+")).length,
    deletions: changed.filter((line) => line.startsWith("-")).length,
  };
}

const range = (start: number, count: number) =>
  count === 1 ? `${start}` : `${count === 0 ? start - 1 : start},${count}`;
