import { mergeCommits } from "../core/git-merge.ts";
import { HTML, repositoryJson, teamJson, userJson } from "./answers.ts";
import { actorOf, type Call, type GitHubCore, gitOf } from "./core.ts";
import type { Pull } from "./entities/pull.ts";
import { fullName, type Repository } from "./entities/repository.ts";
import { nodeId } from "./entities/state.ts";
import { fileDiffs } from "./file-diff.ts";
import { headRepositoryOf } from "./pull-heads.ts";
import { labelsJson } from "./routes/labels.ts";
import { refusalOfMerge } from "./rules/merge-verdict.ts";
import { branchesOf } from "./rules/refs.ts";

/** The head of the branch that a pull request goes into; of a merged one, as it was then. */
export function baseShaOf(core: GitHubCore, repository: Repository, pull: Pull): string {
  return pull.merged?.baseSha ?? branchesOf(core, repository).get(pull.baseRef) ?? pull.headSha;
}

/** The commits that a pull request brings, newest first. */
export const commitsOf = (core: GitHubCore, repository: Repository, pull: Pull): string[] =>
  gitOf(core, repository).ahead(baseShaOf(core, repository, pull), pull.headSha);

/** What a pull request changes: from where its branch left the base. */
export function pullDiffs(core: GitHubCore, c: Call, repository: Repository, pull: Pull): object[] {
  const git = gitOf(core, repository);
  const base = baseShaOf(core, repository, pull);
  const before = git.filesOf(git.mergeBase(base, pull.headSha) ?? base);
  return fileDiffs(git, c, { name: fullName(repository), before, after: git.filesOf(pull.headSha), sha: pull.headSha });
}

/** A pull request as lists answer it. */
export function pullJson(core: GitHubCore, c: Call, repository: Repository, pull: Pull): object {
  const { id, number, title, body, state, draft, merged } = pull;
  const name = fullName(repository);
  const url = `${c.get("base")}/repos/${name}`;
  const html = `${HTML}/${name}/pull/${number}`;
  const side = (owner: string, ref: string, sha: string, repo: Repository | undefined) => ({
    label: `${owner}:${ref}`,
    ref,
    sha,
    user: userJson(core, c, owner),
    repo: repo ? repositoryJson(core, c, repo) : null,
  });
  const home = headRepositoryOf(core, repository, pull);
  const [headOwner = repository.owner] = (pull.fork ?? name).split("/");
  const links = {
    self: `${url}/pulls/${number}`,
    html,
    issue: `${url}/issues/${number}`,
    comments: `${url}/issues/${number}/comments`,
    review_comments: `${url}/pulls/${number}/comments`,
    review_comment: `${url}/pulls/comments{/number}`,
    commits: `${url}/pulls/${number}/commits`,
    statuses: `${url}/statuses/${pull.headSha}`,
  };
  return {
    url: links.self,
    id,
    node_id: nodeId("PullRequest", id),
    html_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    issue_url: links.issue,
    commits_url: links.commits,
    review_comments_url: links.review_comments,
    review_comment_url: links.review_comment,
    comments_url: links.comments,
    statuses_url: links.statuses,
    number,
    state,
    locked: false,
    title,
    user: userJson(core, c, pull.user),
    body,
    labels: labelsJson(c, repository, pull.labels),
    milestone: null,
    active_lock_reason: null,
    created_at: pull.createdAt,
    updated_at: pull.updatedAt,
    closed_at: pull.closedAt,
    merged_at: merged?.at ?? null,
    merge_commit_sha: merged?.sha ?? null,
    assignee: null,
    assignees: [],
    requested_reviewers: pull.requestedReviewers.map((login) => userJson(core, c, login)),
    requested_teams: pull.requestedTeams.flatMap((slug) => {
      const team = core.state.teams.get(`${repository.owner}/${slug}`.toLowerCase());
      return team ? [teamJson(c, team)] : [];
    }),
    head: side(headOwner, pull.headRef, pull.headSha, home),
    base: side(repository.owner, pull.baseRef, baseShaOf(core, repository, pull), repository),
    _links: Object.fromEntries(Object.entries(links).map(([rel, href]) => [rel, { href }])),
    author_association: "MEMBER",
    auto_merge: null,
    draft,
  };
}

/** A pull request by itself, with whether it can be merged and how large it is. */
export function wholePullJson(core: GitHubCore, c: Call, repository: Repository, pull: Pull): object {
  const git = gitOf(core, repository);
  const base = baseShaOf(core, repository, pull);
  const files = pullDiffs(core, c, repository, pull) as { additions: number; deletions: number }[];
  const comments = [...repository.comments.values()].filter(({ number }) => number === pull.number).length;
  const mergeable = pull.state === "open" ? mergeCommits(git, base, pull.headSha) !== undefined : null;
  return {
    ...pullJson(core, c, repository, pull),
    merged: pull.merged !== undefined,
    mergeable,
    rebaseable: mergeable,
    mergeable_state: mergeable === null ? "unknown" : mergeStateOf(core, c, repository, pull, mergeable),
    merged_by: pull.merged ? userJson(core, c, pull.merged.by) : null,
    comments,
    review_comments: 0,
    maintainer_can_modify: false,
    commits: git.ahead(base, pull.headSha).length,
    additions: files.reduce((sum, file) => sum + file.additions, 0),
    deletions: files.reduce((sum, file) => sum + file.deletions, 0),
    changed_files: files.length,
  };
}

function mergeStateOf(core: GitHubCore, c: Call, repository: Repository, pull: Pull, mergeable: boolean): string {
  if (!mergeable) return "dirty";
  if (pull.draft) return "draft";
  const refusal = refusalOfMerge(core, repository, pull, { actor: actorOf(c), method: "squash" });
  if (refusal?.includes("out-of-date") && !refusal.includes("required")) return "behind";
  if (refusal !== undefined) return "blocked";
  const failed = [...repository.checkRuns.values()].some(
    ({ headSha, conclusion }) => headSha === pull.headSha && conclusion === "failure",
  );
  return failed ? "unstable" : "clean";
}
