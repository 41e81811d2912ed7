import type { Actor, GitHubCore } from "../core.ts";
import { mayIn } from "../core.ts";
import { accountOf, allows, type Permission, teamsWith } from "../entities/account.ts";
import type { Repository } from "../entities/repository.ts";
import type { Ruleset } from "../entities/ruleset.ts";

/** Numbers that stand for what people may do in a repository. */
const roles = new Map<number, Permission>([
  [1, "pull"],
  [2, "maintain"],
  [3, "triage"],
  [4, "push"],
  [5, "admin"],
]);

/** How a caller may pass by a ruleset: `always`, only by merging a pull request, or not at all. */
export function bypassOf(
  core: GitHubCore,
  repository: Repository,
  { settings }: Ruleset,
  actor: Actor,
): "always" | "pull_requests_only" | "never" {
  const modes = settings.bypass_actors.flatMap(({ actor_id: id, actor_type: type, bypass_mode: mode }) =>
    stands(core, repository, actor, type, id) ? [mode] : [],
  );
  if (modes.some((mode) => mode !== "pull_request")) return "always";
  return modes.length > 0 ? "pull_requests_only" : "never";
}

function stands(core: GitHubCore, repository: Repository, actor: Actor, type: string, id: number | null): boolean {
  const { state } = core;
  if (type === "Integration") return actor.appId === id;
  if (actor.appId !== undefined) return false;
  switch (type) {
    case "OrganizationAdmin":
      return accountOf(state, repository.owner)?.members?.get(actor.login) === "admin";
    case "RepositoryRole": {
      const role = roles.get(id ?? 0);
      return role !== undefined && allows(mayIn(core, repository, actor), role);
    }
    case "Team":
      return teamsWith(state, actor.login).some((team) => team.id === id);
    case "User":
      return accountOf(state, actor.login)?.id === id;
    default:
      return false;
  }
}
