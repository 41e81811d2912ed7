import { type Actor, type GitHubCore, gitOf, mayIn } from "../core.ts";
import type { Repository } from "../entities/repository.ts";
import { bypassOf } from "./bypass.ts";
import { branchesOf, rulesFor, rulesOfType } from "./refs.ts";
import { missingChecks } from "./required-checks.ts";

/** A change of a branch that is no merge of a pull request. `to` undefined deletes the branch. */
export interface DirectPush {
  readonly branch: string;
  readonly to: string | undefined;
  readonly force?: boolean;
}

/** Why a branch may not be changed so, in GitHub's words; undefined when it may. */
export function refusalOfPush(
  core: GitHubCore,
  repository: Repository,
  { branch, to }: DirectPush,
  actor: Actor,
): string | undefined {
  const held = rulesFor(repository, branch).filter(
    ({ ruleset }) => bypassOf(core, repository, ruleset, actor) !== "always",
  );
  const from = branchesOf(core, repository).get(branch);
  const told: string[] = [];
  if (to === undefined) {
    if (rulesOfType(held, "deletion").length > 0) told.push("Cannot delete this branch");
  } else if (from === undefined) {
    if (rulesOfType(held, "creation").length > 0) told.push("Cannot create ref due to creations being restricted.");
  } else {
    if (rulesOfType(held, "update").length > 0) told.push("Cannot update this protected ref.");
    if (rulesOfType(held, "non_fast_forward").length > 0 && !gitOf(core, repository).history(to).includes(from))
      told.push("Cannot force-push to this branch");
    if (rulesOfType(held, "pull_request").length > 0) told.push("Changes must be made through a pull request.");
    for (const { parameters } of rulesOfType(held, "required_status_checks")) {
      const required = parameters.required_status_checks.map(({ context, integration_id: appId }) => ({
        context,
        appId,
      }));
      const missing = missingChecks(repository, to, required);
      if (missing !== undefined) told.push(missing);
    }
  }
  if (told.length > 0) return `Repository rule violations found\n\n${told.map((line) => `${line}\n\n`).join("")}`;
  return byProtection(core, repository, branch, to, actor);
}

function byProtection(
  core: GitHubCore,
  repository: Repository,
  branch: string,
  to: string | undefined,
  actor: Actor,
): string | undefined {
  const settings = repository.protections.get(branch)?.settings;
  if (!settings) return undefined;
  if (to === undefined) return settings.allow_deletions ? undefined : "Cannot delete a protected branch";
  if (!settings.enforce_admins && mayIn(core, repository, actor) === "admin") return undefined;
  return settings.required_pull_request_reviews ? "Changes must be made through a pull request." : undefined;
}
