import { Hono } from "hono";
import { z } from "zod";
import { repositoryJson } from "../answers.ts";
import { ApiError } from "../api-error.ts";
import { type Api, actorOf, type Call, type GitHubCore, gitOf, repositoryAt, type Scope, stamp } from "../core.ts";
import { fullName, newRepository, type Repository } from "../entities/repository.ts";
import { readBody } from "../http/body.ts";
import { page } from "../http/pages.ts";
import { bringCommit } from "../pull-heads.ts";

const Creation = z.object({
  name: z
    .string()
    .regex(/^[\w.-]{1,100}$/)
    .optional(),
  default_branch_only: z.boolean().default(false),
});

/** Forks: somebody's own copy of a repository, whose branches pull requests may come from. */
export function forkRoutes(core: GitHubCore): Api {
  const { state } = core;
  const app = new Hono<Scope>();
  const at = "/repos/:owner/:repo/forks";

  app.get(at, (c) => {
    const of = fullName(repositoryAt(core, c));
    const forks = [...state.repositories.values()].filter(({ parent }) => parent === of);
    return c.json(page(c, forks).map((fork) => repositoryJson(core, c, fork)));
  });
  app.post(at, async (c) => {
    const source = repositoryAt(core, c);
    const { login: owner } = person(c);
    const { name = source.name, default_branch_only: one } = await readBody(c, Creation);
    if (!source.settings.allow_forking) throw new ApiError(403, "Forking is disabled for this repository.");
    const key = `${owner}/${name}`.toLowerCase();
    const fork =
      state.repositories.get(key) ??
      newRepository(state, { owner, name, now: stamp(core), settings: source.settings, parent: fullName(source) });
    if (!state.repositories.has(key)) {
      state.repositories.set(key, fork);
      copyBranches(core, source, fork, one);
    }
    return c.json(repositoryJson(core, c, fork), 202);
  });
  return app;
}

/** @throws ApiError 403 for an app: nothing can be a bot's own */
function person(c: Call) {
  const actor = actorOf(c);
  if (actor.appId !== undefined) throw new ApiError(403, "Resource not accessible by integration");
  return actor;
}

function copyBranches(core: GitHubCore, source: Repository, fork: Repository, onlyDefault: boolean): void {
  for (const [name, sha] of gitOf(core, source).data.refs) {
    if (!name.startsWith("heads/") || (onlyDefault && name !== `heads/${source.settings.default_branch}`)) continue;
    bringCommit(core, { from: source, into: fork }, sha);
    gitOf(core, fork).data.refs.set(name, sha);
  }
}
