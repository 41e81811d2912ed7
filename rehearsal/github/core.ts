import type { Context, Hono } from "hono";
import type { Clock } from "../core/clock.ts";
import type { Git } from "../core/git.ts";
import type { GitRepository } from "../core/git-repository.ts";
import { ApiError, notFound } from "./api-error.ts";
import { allows, type Permission, type Permissions } from "./entities/account.ts";
import { fullName, permissionOf, type Repository } from "./entities/repository.ts";
import type { GitHubState } from "./entities/state.ts";

/** Who asks: a user, or an app by its number. */
export interface Actor {
  /** The user's login, or `<app>[bot]`. */
  readonly login: string;
  readonly appId?: number;
  /** Of a workflow's own token: all that it may do. */
  readonly permissions?: Permissions;
}

export interface Scope {
  Variables: {
    /** Undefined where no token was sent. */
    actor: Actor | undefined;
    /** The API's own address as this client wrote it, without a slash at its end. */
    base: string;
  };
}
export type Api = Hono<Scope>;
export type Call = Context<Scope>;

/** What the routes share. */
export interface GitHubCore {
  readonly state: GitHubState;
  readonly git: Git;
  readonly clock: Clock;
}

/** Now, as GitHub writes times: to the second. */
export const stamp = ({ clock }: GitHubCore): string =>
  clock
    .now()
    .toISOString()
    .replace(/\.\d+Z$/, "Z");

/** @throws ApiError 401 where no token was sent */
export function actorOf(c: Call): Actor {
  const actor = c.get("actor");
  if (!actor) throw new ApiError(401, "Requires authentication");
  return actor;
}

/**
 * The repository that a path names.
 * @throws ApiError 404 where there is none or the caller may not see it, 403 where it may see but not do this
 */
export function repositoryAt(core: GitHubCore, c: Call, needs: Permission = "pull"): Repository {
  const key = `${c.req.param("owner")}/${c.req.param("repo")}`.toLowerCase();
  const repository = core.state.repositories.get(key);
  const may = repository && mayIn(core, repository, c.get("actor"));
  if (!repository || !allows(may, "pull")) throw notFound();
  if (allows(may, needs)) {
    if (needs !== "pull" && needs !== "admin" && repository.settings.archived)
      throw new ApiError(403, "Repository was archived so is read-only.");
    return repository;
  }
  if (!c.get("actor")) throw new ApiError(401, "Requires authentication");
  throw needs === "admin" ? notFound() : new ApiError(403, "Resource not accessible by personal access token");
}

/** An app may write; what administers a repository is left to people. */
export function mayIn(core: GitHubCore, repository: Repository, actor: Actor | undefined): Permission | undefined {
  if (!actor) return repository.settings.private ? undefined : "pull";
  return actor.appId === undefined ? permissionOf(core.state, repository, actor.login) : "push";
}

export const gitOf = (core: GitHubCore, repository: Repository): GitRepository =>
  core.git.repository(fullName(repository));

/** A commit by branch, tag or id. @throws ApiError 404, or 422 as `message` says */
export function commitAt(core: GitHubCore, repository: Repository, ref: string, message?: string): string {
  const sha = gitOf(core, repository).resolve(ref);
  if (sha === undefined) throw message === undefined ? notFound() : new ApiError(422, message);
  return sha;
}

/** A positive integer of the path. @throws ApiError 404 */
export function numberIn(c: Call, name: string): number {
  const written = c.req.param(name) ?? "";
  if (!/^\d{1,15}$/.test(written)) throw notFound();
  return Number(written);
}

/** A parameter of the path that is there. */
export const nameIn = (c: Call, name: string): string => c.req.param(name) ?? "";
