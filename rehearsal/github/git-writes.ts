import type { Signature } from "../core/git-objects.ts";
import type { Files } from "../core/git-repository.ts";
import { ApiError } from "./api-error.ts";
import { type Actor, type GitHubCore, gitOf, stamp } from "./core.ts";
import { accountOf } from "./entities/account.ts";
import { fullName, type Repository } from "./entities/repository.ts";
import { refusalOfPush } from "./rules/direct-push.ts";

/** Who commits through the API, now. */
export function signatureOf({ state, clock }: GitHubCore, { login }: Actor): Signature {
  const account = accountOf(state, login);
  const seconds = Math.floor(clock.now().getTime() / 1000);
  return { name: account?.name ?? login, email: `${account?.id ?? 0}+${login}@users.noreply.github.com`, seconds };
}

/** Sets a branch, as a push: the world's Git tells who deploys it. Without rules: those were asked before. */
export function moveBranch(core: GitHubCore, repository: Repository, branch: string, sha: string): void {
  repository.pushedAt = stamp(core);
  repository.updatedAt = repository.pushedAt;
  core.git.move(fullName(repository), branch, sha);
}

/** Commits files on a branch. @returns the commit's id. @throws ApiError `status` where a rule forbids it */
export function commitFiles(
  core: GitHubCore,
  repository: Repository,
  commit: { branch: string; files: Files; parents: readonly string[]; message: string; author?: Signature },
  actor: Actor,
): string {
  const committer = signatureOf(core, actor);
  const { branch, files, parents, message, author = committer } = commit;
  const sha = gitOf(core, repository).writeCommit({ files, parents, message, author, committer });
  const refusal = refusalOfPush(core, repository, { branch, to: sha }, actor);
  if (refusal !== undefined) throw new ApiError(409, refusal);
  moveBranch(core, repository, branch, sha);
  return sha;
}
