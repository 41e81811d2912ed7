import { Hono } from "hono";
import { z } from "zod";
import { commitJson, HTML } from "../answers.ts";
import { ApiError } from "../api-error.ts";
import { type Api, type Call, type GitHubCore, gitOf, nameIn, repositoryAt, type Scope } from "../core.ts";
import { fullName, type Repository } from "../entities/repository.ts";
import { readBody } from "../http/body.ts";
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
  app.post(`${at}/:branch{.+}/rename`, async (c) => {
    const repository = repositoryAt(core, c, "push");
    const [from, { new_name: to }] = [
      nameIn(c, "branch"),
      await readBody(c, z.object({ new_name: z.string().min(1) })),
    ];
    const { refs } = gitOf(core, repository).data;
    const sha = refs.get(`heads/${from}`);
    if (sha === undefined) throw new ApiError(404, "Branch not found");
    if (refs.has(`heads/${to}`)) throw new ApiError(422, "New branch already exists");
    refs.set(`heads/${to}`, sha);
    refs.delete(`heads/${from}`);
    if (repository.settings.default_branch === from) repository.settings.default_branch = to;
    return c.json(briefJson(c, repository, to, sha), 201);
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
