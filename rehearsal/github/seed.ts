import { createHash } from "node:crypto";
import type { Clock } from "../core/clock.ts";
import { type Account, GITHUB_ACTIONS, type Permissions } from "./entities/account.ts";
import { newRepository, usualSettings } from "./entities/repository.ts";
import { emptyState, type GitHubState, nextId } from "./entities/state.ts";
import { USERS_OWN } from "./routes/checks.ts";

/** Tokens of those who work in the world's repositories. Made up, and the same in every world. */
export interface Tokens {
  /** An owner of the organisation: applies the repository's stack. */
  readonly administrator: string;
  /** Writes code and opens pull requests. */
  readonly developer: string;
  /** A member of the team that approves releases. */
  readonly reviewer: string;
  /** A workflow's own, which GitHub Actions gives to each run. */
  readonly actions: string;
}

export const people = { administrator: "ada-admin", developer: "dev-dana", reviewer: "rev-robin" } as const;
const REVIEWERS = "release-reviewers";

const made = (prefix: string, who: string) =>
  `${prefix}_${createHash("sha256").update(`rehearsal ${who}`).digest("hex").slice(0, 36)}`;

export const tokens: Tokens = {
  administrator: made("ghp", "administrator"),
  developer: made("ghp", "developer"),
  reviewer: made("ghp", "reviewer"),
  actions: made("ghs", "actions"),
};

/** Makes a token as each job of a workflow gets one. */
export function workflowToken(state: GitHubState, permissions: Permissions): string {
  const token = made("ghs", `job ${nextId(state)}`);
  state.tokens.set(token, { appId: GITHUB_ACTIONS, permissions });
  return token;
}

/**
 * A GitHub with these repositories, the organisation of each, and three people who work in all of them.
 * @param teams numbers of the teams that approve releases; one of its own choice where there are none
 */
export function seededState(clock: Clock, repositories: readonly string[], teams: readonly number[]): GitHubState {
  const state = emptyState();
  const createdAt = clock
    .now()
    .toISOString()
    .replace(/\.\d+Z$/, "Z");
  const account = (login: string, type: Account["type"], members?: Account["members"]): void => {
    if (state.accounts.has(login.toLowerCase())) return;
    state.accounts.set(login.toLowerCase(), {
      id: nextId(state),
      login,
      type,
      name: login,
      createdAt,
      ...(members && { members }),
    });
  };
  for (const login of Object.values(people)) account(login, "User");
  state.apps.set(GITHUB_ACTIONS, {
    id: GITHUB_ACTIONS,
    slug: "github-actions",
    name: "GitHub Actions",
    owner: "github",
  });
  state.apps.set(USERS_OWN, { id: USERS_OWN, slug: "personal-token", name: "Personal token", owner: "github" });
  for (const [who, login] of Object.entries(people)) state.tokens.set(tokens[who as keyof typeof people], { login });
  state.tokens.set(tokens.actions, { appId: GITHUB_ACTIONS });

  for (const written of repositories) {
    const [owner = "", name = ""] = written
      .replace(/^https?:\/\/[^/]+\//, "")
      .replace(/\.git$/, "")
      .split("/");
    const { administrator, developer, reviewer } = people;
    account(
      owner,
      "Organization",
      new Map([
        [administrator, "admin"],
        [developer, "member"],
        [reviewer, "member"],
      ]),
    );
    const repository = newRepository(state, {
      owner,
      name,
      now: createdAt,
      settings: { ...usualSettings, private: true, visibility: "private" },
    });
    state.repositories.set(`${owner}/${name}`.toLowerCase(), repository);
    for (const [index, id] of (teams.length > 0 ? teams : [nextId(state)]).entries()) {
      const slug = index === 0 ? REVIEWERS : `${REVIEWERS}-${id}`;
      const key = `${owner}/${slug}`.toLowerCase();
      if (state.teams.has(key)) continue;
      state.teams.set(key, {
        id,
        org: owner,
        slug,
        name: slug,
        description: "",
        privacy: "closed",
        members: new Map([[reviewer, "member"]]),
        repositories: new Map([[`${owner}/${name}`.toLowerCase(), "push"]]),
      });
    }
  }
  return state;
}
