import { matchesGlob } from "node:path/posix";
import type { GitRepository } from "../../core/git-repository.ts";

const PLACES = [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"] as const;

/** Who owns a file: `@user`, `@org/team`. The last line that matches decides, as at GitHub. */
export type OwnersOf = (path: string) => readonly string[];

/** Reads the code owners' file of a commit; without one nobody owns anything. */
export function codeOwners(repository: GitRepository, commit: string): OwnersOf {
  const files = repository.filesOf(commit);
  const place = PLACES.map((path) => files.get(path)).find((file) => file !== undefined);
  const lines = place ? repository.text(place.sha).split("\n") : [];
  const rules = lines
    .map((line) =>
      line
        .replace(/(^|\s)#.*$/, "")
        .trim()
        .split(/\s+/),
    )
    .filter(([pattern]) => pattern)
    .map(([pattern = "", ...owners]) => ({ globs: globsOf(pattern), owners }));
  return (path) => rules.findLast(({ globs }) => globs.some((glob) => matchesGlob(path, glob)))?.owners ?? [];
}

/** `/docs/` is that folder, `docs/` one at any depth, `*.js` a file anywhere, `/a/b` a file or a folder. */
function globsOf(pattern: string): string[] {
  const anchored = pattern.replace(/\/$/, "").includes("/");
  const bare = pattern.replace(/^\//, "").replace(/\/$/, "");
  const at = anchored ? bare : `**/${bare}`;
  const inside = bare.endsWith("*") ? [] : [`${at}/**`];
  if (pattern.endsWith("/")) return inside;
  return [at, ...inside];
}
