import { type GitHubCore, gitOf } from "./core.ts";
import type { Pull } from "./entities/pull.ts";
import type { Repository } from "./entities/repository.ts";

/** The repository that a pull request's branch is in: the fork's, or its own; undefined once the fork is gone. */
export const headRepositoryOf = ({ state }: GitHubCore, repository: Repository, { fork }: Pull) =>
  fork === undefined ? repository : state.repositories.get(fork.toLowerCase());

/** A repository and its forks share their objects at GitHub: whatever a commit consists of is where it is needed. */
export function bringCommit(
  core: GitHubCore,
  { from, into }: { readonly from: Repository; readonly into: Repository },
  sha: string,
): void {
  const [source, target] = [gitOf(core, from), gitOf(core, into)];
  const missing = [sha];
  for (let next = missing.pop(); next !== undefined; next = missing.pop()) {
    const object = source.data.objects.get(next);
    if (!object || target.data.objects.has(next)) continue;
    target.data.objects.set(next, object);
    if (object.kind === "commit") missing.push(object.tree, ...object.parents);
    if (object.kind === "tree") missing.push(...object.entries.map((entry) => entry.sha));
  }
}

/** Where a pull request stands now, also as `refs/pull/N/head`, by which anyone may fetch it. */
export function setHead(core: GitHubCore, repository: Repository, pull: Pull, sha: string): void {
  const home = headRepositoryOf(core, repository, pull);
  if (home && home !== repository) bringCommit(core, { from: home, into: repository }, sha);
  pull.headSha = sha;
  gitOf(core, repository).data.refs.set(`pull/${pull.number}/head`, sha);
}
