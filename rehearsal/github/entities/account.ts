import type { GitHubState } from "./state.ts";

/** A user or an organisation. */
export interface Account {
  readonly id: number;
  readonly login: string;
  readonly type: "User" | "Organization" | "Bot";
  readonly name: string;
  readonly createdAt: string;
  /** Of an organisation: its members by login. */
  readonly members?: Map<string, "admin" | "member">;
}

export interface Team {
  readonly id: number;
  readonly org: string;
  readonly slug: string;
  name: string;
  description: string;
  privacy: "secret" | "closed";
  readonly members: Map<string, "member" | "maintainer">;
  /** Full names of repositories, with what the team may do there. */
  readonly repositories: Map<string, Permission>;
}

/** A GitHub App: what check runs and pinned checks name by number. */
export interface App {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly owner: string;
}

/** What a token may do besides being an app's: `checks: write`, as a workflow's `permissions` say. What is not named is refused. */
export type Permissions = Readonly<Record<string, "read" | "write">>;

/** Whom a token speaks for: a user, or an app, which may do what an app may, or only what `permissions` name. */
export type Token = { readonly login: string } | { readonly appId: number; readonly permissions?: Permissions };

export type Permission = "pull" | "triage" | "push" | "maintain" | "admin";

/** The number of the app that runs workflows, at every GitHub. */
export const GITHUB_ACTIONS = 15368;

const ranks: readonly Permission[] = ["pull", "triage", "push", "maintain", "admin"];
export const allows = (has: Permission | undefined, needs: Permission): boolean =>
  has !== undefined && ranks.indexOf(has) >= ranks.indexOf(needs);

export const accountOf = (state: GitHubState, login: string): Account | undefined =>
  state.accounts.get(login.toLowerCase());

/** Teams of an organisation that a user is in. */
export const teamsWith = (state: GitHubState, login: string): Team[] =>
  [...state.teams.values()].filter(({ members }) => members.has(login));
