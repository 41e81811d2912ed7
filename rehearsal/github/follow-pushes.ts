import { changesBetween } from "../core/git-merge.ts";
import { type GitHubCore, gitOf, stamp } from "./core.ts";
import type { Pull } from "./entities/pull.ts";
import { fullName, type Repository } from "./entities/repository.ts";
import { rulesFor, rulesOfType } from "./rules/refs.ts";

/** Keeps open pull requests where their branches are, and dismisses approvals of what has changed since, where a rule says so. */
export function followPushes(core: GitHubCore): void {
  core.git.onPush((repo, branch, { sha }) => {
    for (const repository of core.state.repositories.values()) {
      if (
        !repo
          .toLowerCase()
          .replace(/\.git$/, "")
          .endsWith(fullName(repository).toLowerCase())
      )
        continue;
      repository.pushedAt = stamp(core);
      for (const pull of repository.pulls.values()) {
        if (pull.state !== "open" || pull.headRef !== branch) continue;
        if (dismissesStale(repository, pull)) dismiss(core, repository, pull, sha);
        pull.headSha = sha;
        pull.updatedAt = stamp(core);
      }
    }
  });
}

function dismissesStale(repository: Repository, { baseRef }: Pull): boolean {
  const byRule = rulesOfType(rulesFor(repository, baseRef), "pull_request");
  const byProtection = repository.protections.get(baseRef)?.settings.required_pull_request_reviews;
  return (
    byRule.some(({ parameters }) => parameters.dismiss_stale_reviews_on_push) ||
    (byProtection?.dismiss_stale_reviews ?? false)
  );
}

function dismiss(core: GitHubCore, repository: Repository, pull: Pull, sha: string): void {
  const git = gitOf(core, repository);
  for (const review of pull.reviews.values())
    if (review.state === "APPROVED" && changesBetween(git.filesOf(review.commitId), git.filesOf(sha)).length > 0)
      review.state = "DISMISSED";
}
