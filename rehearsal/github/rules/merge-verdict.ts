import { type Actor, type GitHubCore, gitOf, mayIn } from "../core.ts";
import type { Pull } from "../entities/pull.ts";
import type { Repository } from "../entities/repository.ts";
import { missingReviews } from "./approvals.ts";
import { bypassOf } from "./bypass.ts";
import { branchesOf, rulesFor, rulesOfType } from "./refs.ts";
import { missingChecks, type RequiredCheck } from "./required-checks.ts";

export type MergeMethod = "merge" | "squash" | "rebase";

/** Why a pull request may not be merged this way by this caller, in GitHub's words; undefined when it may. */
export function refusalOfMerge(
  core: GitHubCore,
  repository: Repository,
  pull: Pull,
  by: { actor: Actor; method: MergeMethod },
): string | undefined {
  const found = violations(core, repository, pull, by);
  if (found.length > 0) return `Repository rule violations found\n\n${found.map((told) => `${told}\n\n`).join("")}`;
  return refusalByProtection(core, repository, pull, by.actor);
}

function violations(
  core: GitHubCore,
  repository: Repository,
  pull: Pull,
  { actor, method }: { actor: Actor; method: MergeMethod },
): string[] {
  const held = rulesFor(repository, pull.baseRef).filter(
    ({ ruleset }) => bypassOf(core, repository, ruleset, actor) === "never",
  );
  const told: string[] = [];
  for (const { parameters } of rulesOfType(held, "pull_request")) {
    if (!parameters.allowed_merge_methods.includes(method))
      told.push(`Merge method ${method} is not allowed by the rules of this branch.`);
    const needs = {
      count: parameters.required_approving_review_count,
      codeOwners: parameters.require_code_owner_review,
      lastPush: parameters.require_last_push_approval,
    };
    told.push(...missingReviews(core, repository, pull, needs));
  }
  for (const { parameters } of rulesOfType(held, "required_status_checks")) {
    const required = parameters.required_status_checks.map(({ context, integration_id: appId }) => ({
      context,
      appId,
    }));
    told.push(...checkFaults(core, repository, pull, required, parameters.strict_required_status_checks_policy));
  }
  if (method === "merge" && rulesOfType(held, "required_linear_history").length > 0)
    told.push("This branch must not contain merge commits.");
  return told;
}

function refusalByProtection(core: GitHubCore, repository: Repository, pull: Pull, actor: Actor): string | undefined {
  const settings = repository.protections.get(pull.baseRef)?.settings;
  if (!settings || (!settings.enforce_admins && mayIn(core, repository, actor) === "admin")) return undefined;
  const { required_status_checks: checks, required_pull_request_reviews: reviews } = settings;
  const required: RequiredCheck[] = [
    ...(checks?.contexts ?? []).map((context) => ({ context })),
    ...(checks?.checks ?? []).map(({ context, app_id: id }) => ({ context, appId: id && id > 0 ? id : undefined })),
  ];
  const unique = [...new Map(required.map((check) => [check.context, check])).values()];
  const told = [
    ...(reviews
      ? missingReviews(core, repository, pull, {
          count: reviews.required_approving_review_count,
          codeOwners: reviews.require_code_owner_reviews,
          lastPush: reviews.require_last_push_approval,
        })
      : []),
    ...checkFaults(core, repository, pull, unique, checks?.strict ?? false),
  ];
  return told[0];
}

function checkFaults(
  core: GitHubCore,
  repository: Repository,
  pull: Pull,
  required: readonly RequiredCheck[],
  strict: boolean,
): string[] {
  const missing = missingChecks(repository, pull.headSha, required);
  const behind = strict && isBehind(core, repository, pull);
  return [
    ...(missing === undefined ? [] : [missing]),
    ...(behind ? ["This branch is out-of-date with the base branch."] : []),
  ];
}

/** Whether the base branch has commits that the pull request has not. */
function isBehind(core: GitHubCore, repository: Repository, pull: Pull): boolean {
  const base = branchesOf(core, repository).get(pull.baseRef);
  return base !== undefined && gitOf(core, repository).ahead(pull.headSha, base).length > 0;
}
