import { Hono } from "hono";
import { commitJson, HTML } from "../answers.ts";
import { ApiError } from "../api-error.ts";
import { type Api, type Call, type GitHubCore, nameIn, repositoryAt, type Scope } from "../core.ts";
import { fullName, type Repository } from "../entities/repository.ts";
import { page } from "../http/pages.ts";
import { branchesOf, rulesFor } from "../rules/refs.ts";
import { protectedChecks } from "./protection-answer.ts";

/** Branches with their heads; a branch is made and deleted by its ref. Mount after the routes of protection. */
export function branchRoutes(core: GitHubCore): Api {
  const app = new Hono<Scope>();
  const at = "/repos/:owner/:repo/branches";

  app.get(at, (c) => {
    const repository = repositoryAt(core, c);
    const only = c.req.query("protected");
    const names = [...branchesOf(core, repository)].filter(
      ([name]) => only === undefined || String(isProtected(repository, name)) === only,
    );
    return c.json(page(c, names).map(([name, sha]) => briefJson(c, repository, name, sha)));
  });
  app.get(`${at}/:branch{.+}`, (c) => {
    const repository = repositoryAt(core, c);
    const name = nameIn(c, "branch");
    const sha = branchesOf(core, repository).get(name);
    if (sha === undefined) throw new ApiError(404, "Branch not found");
    const self = `${c.get("base")}/repos/${fullName(repository)}/branches/${name}`;
    return c.json({
      ...briefJson(c, repository, name, sha),
      commit: commitJson(core, c, repository, sha),
      _links: { self, html: `${HTML}/${fullName(repository)}/tree/${name}` },
    });
  });
  return app;
}

const isProtected = (repository: Repository, name: string) =>
  repository.protections.has(name) || rulesFor(repository, name).length > 0;

function briefJson(c: Call, repository: Repository, name: string, sha: string): object {
  const url = `${c.get("base")}/repos/${fullName(repository)}`;
  const protection = repository.protections.get(name);
  return {
    name,
    commit: { sha, url: `${url}/commits/${sha}` },
    protected: isProtected(repository, name),
    protection: {
      enabled: protection !== undefined,
      required_status_checks: {
        enforcement_level: protection?.settings.required_status_checks ? "non_admins" : "off",
        ...protectedChecks(protection),
      },
    },
    protection_url: `${url}/branches/${name}/protection`,
  };
}
