import { appJson, teamJson, userJson } from "../answers.ts";
import { type Call, type GitHubCore, nameIn } from "../core.ts";
import type { Protection } from "../entities/protection.ts";

/** The required checks in both of their forms. */
export function protectedChecks(protection: Protection | undefined) {
  const { contexts = [], checks = [] } = protection?.settings.required_status_checks ?? {};
  const all = new Map<string, { context: string; app_id: number | null }>();
  for (const context of contexts) all.set(context, { context, app_id: null });
  for (const { context, app_id: id } of checks) all.set(context, { context, app_id: id && id > 0 ? id : null });
  return { contexts: [...all.keys()], checks: [...all.values()] };
}

/** Classic protection as GET answers it: switches are wrapped, lists carry their own address. */
export function protectionJson(core: GitHubCore, c: Call, protection: Protection): object {
  const { settings, requiredSignatures } = protection;
  const url = `${c.get("base")}/repos/${nameIn(c, "owner")}/${nameIn(c, "repo")}/branches/${encodeURIComponent(nameIn(c, "branch"))}/protection`;
  const on = (value: boolean | null | undefined) => ({ enabled: value ?? false });
  return {
    url,
    ...(settings.required_status_checks && { required_status_checks: checksJson(protection, url) }),
    ...(settings.required_pull_request_reviews && {
      required_pull_request_reviews: reviewsJson(core, c, protection, url),
    }),
    ...(settings.restrictions && {
      restrictions: { url: `${url}/restrictions`, ...actorsJson(core, c, settings.restrictions) },
    }),
    required_signatures: { url: `${url}/required_signatures`, enabled: requiredSignatures },
    enforce_admins: { url: `${url}/enforce_admins`, ...on(settings.enforce_admins) },
    required_linear_history: on(settings.required_linear_history),
    allow_force_pushes: on(settings.allow_force_pushes),
    allow_deletions: on(settings.allow_deletions),
    block_creations: on(settings.block_creations),
    required_conversation_resolution: on(settings.required_conversation_resolution),
    lock_branch: on(settings.lock_branch),
    allow_fork_syncing: on(settings.allow_fork_syncing),
  };
}

export function checksJson(protection: Protection, url: string): object {
  return {
    url: `${url}/required_status_checks`,
    strict: protection.settings.required_status_checks?.strict ?? false,
    ...protectedChecks(protection),
    contexts_url: `${url}/required_status_checks/contexts`,
  };
}

export function reviewsJson(core: GitHubCore, c: Call, { settings }: Protection, url: string): object {
  const reviews = settings.required_pull_request_reviews;
  const { dismissal_restrictions: dismissal, bypass_pull_request_allowances: bypass } = reviews ?? {};
  const at = `${url}/required_pull_request_reviews`;
  const some = (given: Partial<Actors> | undefined) => given !== undefined && Object.keys(given).length > 0;
  return {
    url: at,
    ...(dismissal &&
      some(dismissal) && {
        dismissal_restrictions: {
          url: `${url}/dismissal_restrictions`,
          users_url: `${url}/dismissal_restrictions/users`,
          teams_url: `${url}/dismissal_restrictions/teams`,
          ...actorsJson(core, c, dismissal),
        },
      }),
    ...(bypass && some(bypass) && { bypass_pull_request_allowances: actorsJson(core, c, bypass) }),
    dismiss_stale_reviews: reviews?.dismiss_stale_reviews ?? false,
    require_code_owner_reviews: reviews?.require_code_owner_reviews ?? false,
    require_last_push_approval: reviews?.require_last_push_approval ?? false,
    required_approving_review_count: reviews?.required_approving_review_count ?? 0,
  };
}

interface Actors {
  readonly users?: readonly string[] | undefined;
  readonly teams?: readonly string[] | undefined;
  readonly apps?: readonly string[] | undefined;
}

function actorsJson(core: GitHubCore, c: Call, { users = [], teams = [], apps = [] }: Actors) {
  const owner = nameIn(c, "owner").toLowerCase();
  return {
    users: users.map((login) => userJson(core, c, login)),
    teams: teams.flatMap((slug) => {
      const team = core.state.teams.get(`${owner}/${slug.toLowerCase()}`);
      return team ? [teamJson(c, team)] : [];
    }),
    apps: apps.flatMap((slug) => {
      const app = [...core.state.apps.values()].find((found) => found.slug === slug);
      return app ? [appJson(core, c, app)] : [];
    }),
  };
}
