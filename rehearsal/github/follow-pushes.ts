import { changesBetween } from "../core/git-merge.ts";
import { type GitHubCore, gitOf, stamp } from "./core.ts";
import type { Pull } from "./entities/pull.ts";
import { fullName, type Repository } from "./entities/repository.ts";
import { setHead } from "./pull-heads.ts";
import { rulesFor, rulesOfType } from "./rules/refs.ts";

/** Keeps open pull requests where their branches are, and dismisses approvals of what has changed since, where a rule says so. */
export function followPushes(core: GitHubCore): void {
  core.git.onPush((repo, branch, { sha }) => {
    const all = [...core.state.repositories.values()];
    const pushed = all.find((repository) => isNamed(repository, repo));
    if (!pushed) return;
    pushed.pushedAt = stamp(core);
    for (const repository of all)
      for (const pull of repository.pulls.values()) {
        if (pull.state !== "open" || pull.headRef !== branch) continue;
        if ((pull.fork ?? fullName(repository)).toLowerCase() !== fullName(pushed).toLowerCase()) continue;
        const before = pull.headSha;
        setHead(core, repository, pull, sha);
        if (before !== sha && dismissesStale(repository, pull)) dismiss(core, repository, pull);
        pull.updatedAt = stamp(core);
      }
  });
}

const isNamed = (repository: Repository, repo: string): boolean =>
  repo
    .toLowerCase()
    .replace(/\.git$/, "")
    .endsWith(fullName(repository).toLowerCase());

function dismissesStale(repository: Repository, { baseRef }: Pull): boolean {
  const byRule = rulesOfType(rulesFor(repository, baseRef), "pull_request");
  const byProtection = repository.protections.get(baseRef)?.settings.required_pull_request_reviews;
  return (
    byRule.some(({ parameters }) => parameters.dismiss_stale_reviews_on_push) ||
    (byProtection?.dismiss_stale_reviews ?? false)
  );
}

function dismiss(core: GitHubCore, repository: Repository, { reviews, headSha }: Pull): void {
  const git = gitOf(core, repository);
  for (const review of reviews.values())
    if (review.state === "APPROVED" && changesBetween(git.filesOf(review.commitId), git.filesOf(headSha)).length > 0)
      review.state = "DISMISSED";
}
