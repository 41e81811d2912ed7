import type { GitHub } from "../github/client.ts";
import { pullsOf } from "../github/pull.ts";
import { reviewedPlan } from "../github/record.ts";
import type { PlanRecord } from "../plan/plan.ts";

/** The plan that was judged in the pull request of a merge. */
export interface ReviewedPull {
  readonly pull: number;
  /** The commit whose preview it was. */
  readonly head: string;
  readonly record: PlanRecord;
  /** Of the check run that keeps it. */
  readonly url: string | null;
}

/**
 * What was reviewed of a commit, or why nothing was; or why it is not to be deployed any more, which no reason overrides:
 * a plan that was reviewed once would undo what was deployed since.
 */
export type Reviewed = ReviewedPull | { readonly missing: string } | { readonly outdated: string };

/** Finds the pull request whose merge made a commit, and the plan that was recorded with its last one. */
export async function reviewedOf(github: GitHub, commit: string, stack: string): Promise<Reviewed> {
  const pulls = await pullsOf(github, commit);
  // The gate stands before the default branch alone.
  const merged = pulls.find(({ mergeCommit, intoDefault }) => mergeCommit === commit && intoDefault);
  if (!merged) return { missing: `no pull request was merged as ${short(commit)}` };
  const { number: pull, head, into } = merged;
  const { octokit, at } = github;
  const { data: branch } = await octokit.rest.repos.getBranch({ ...at, branch: into });
  if (branch.commit.sha !== commit)
    return { outdated: `${into} is at ${short(branch.commit.sha)} by now, whose own run deploys this commit, too` };
  const found = await reviewedPlan(github, head, stack);
  if (!found) return { missing: `#${pull} has no recorded preview of ${stack} for its last commit, ${short(head)}` };
  if (found.conclusion !== "success") return { missing: `the preview of ${stack} in #${pull} did not pass` };
  return { pull, head, record: found.record, url: found.url };
}

/** As Git shows commits. */
export const short = (commit: string): string => commit.slice(0, 7);
