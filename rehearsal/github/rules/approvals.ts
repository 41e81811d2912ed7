import { changesBetween } from "../../core/git-merge.ts";
import { type GitHubCore, gitOf } from "../core.ts";
import { allows, teamsWith } from "../entities/account.ts";
import type { Pull, Review } from "../entities/pull.ts";
import { permissionOf, type Repository } from "../entities/repository.ts";
import { codeOwners } from "./code-owners.ts";
import { branchesOf } from "./refs.ts";

/** What a pull request needs before it may be merged, whichever kind of rule says so. */
export interface ReviewNeeds {
  readonly count: number;
  readonly codeOwners: boolean;
  /** The newest commit needs somebody's approval other than its author's. */
  readonly lastPush: boolean;
}

/** The last word of each reviewer who may write; comments do not change it. */
export function lastWords(core: GitHubCore, repository: Repository, pull: Pull): Review[] {
  const words = new Map<string, Review>();
  for (const review of pull.reviews.values())
    if (review.state !== "COMMENTED" && review.state !== "PENDING") words.set(review.user, review);
  return [...words.values()].filter(({ user }) => allows(permissionOf(core.state, repository, user), "push"));
}

/** GitHub's sentences for the reviews that are missing. */
export function missingReviews(core: GitHubCore, repository: Repository, pull: Pull, needs: ReviewNeeds): string[] {
  const words = lastWords(core, repository, pull);
  const approvals = words.filter(({ state }) => state === "APPROVED");
  const told: string[] = [];
  if (words.some(({ state }) => state === "CHANGES_REQUESTED")) told.push("Changes have been requested.");
  if (approvals.length < needs.count) told.push(atLeast(needs.count));
  else if (needs.lastPush && !approvals.some(({ commitId }) => commitId === pull.headSha))
    told.push("New changes require approval from someone other than the last pusher.");
  if (needs.codeOwners && !ownersAgree(core, repository, pull, approvals)) told.push("Waiting on code owner review.");
  return told;
}

const atLeast = (count: number) =>
  `At least ${count} approving ${count === 1 ? "review is" : "reviews are"} required by reviewers with write access.`;

function ownersAgree(core: GitHubCore, repository: Repository, pull: Pull, approvals: readonly Review[]): boolean {
  const git = gitOf(core, repository);
  const base = branchesOf(core, repository).get(pull.baseRef);
  if (base === undefined) return true;
  const ownersOf = codeOwners(git, base);
  const names = new Set(
    approvals.flatMap(({ user }) => [user, ...teamsWith(core.state, user).map(({ org, slug }) => `${org}/${slug}`)]),
  );
  const from = git.mergeBase(base, pull.headSha) ?? base;
  return changesBetween(git.filesOf(from), git.filesOf(pull.headSha)).every(({ path }) => {
    const owners = ownersOf(path);
    return owners.length === 0 || owners.some((owner) => names.has(owner.replace(/^@/, "")));
  });
}
