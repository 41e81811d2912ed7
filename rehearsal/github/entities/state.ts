import type { Account, App, Team, Token } from "./account.ts";
import type { Repository } from "./repository.ts";

/** Everything that this GitHub knows besides Git's own objects. Plain data: it can be stored and brought back. */
export interface GitHubState {
  /** By login in lower case. */
  readonly accounts: Map<string, Account>;
  /** By `org/slug` in lower case. */
  readonly teams: Map<string, Team>;
  readonly apps: Map<number, App>;
  readonly tokens: Map<string, Token>;
  /** By `owner/name` in lower case. */
  readonly repositories: Map<string, Repository>;
  readonly counters: { id: number; requests: number };
}

export function emptyState(): GitHubState {
  return {
    accounts: new Map(),
    teams: new Map(),
    apps: new Map(),
    tokens: new Map(),
    repositories: new Map(),
    counters: { id: 1000, requests: 0 },
  };
}

/** The next id; one sequence for every noun. */
export function nextId(state: GitHubState): number {
  state.counters.id += 1;
  return state.counters.id;
}

/** The opaque id that GraphQL knows a thing by. */
export const nodeId = (type: string, id: number | string): string =>
  Buffer.from(`0${type.length}:${type}${id}`).toString("base64");
