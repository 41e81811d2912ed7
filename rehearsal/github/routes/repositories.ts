import { Hono } from "hono";
import { z } from "zod";
import { accountJson, repositoryJson } from "../answers.ts";
import { ApiError, invalid, notFound } from "../api-error.ts";
import {
  type Api,
  actorOf,
  type Call,
  type GitHubCore,
  gitOf,
  nameIn,
  repositoryAt,
  type Scope,
  stamp,
} from "../core.ts";
import { accountOf, allows, type Permission } from "../entities/account.ts";
import {
  fullName,
  newRepository,
  permissionOf,
  type Repository,
  RepositorySettings,
  usualSettings,
} from "../entities/repository.ts";
import { commitFiles } from "../git-writes.ts";
import { readBody } from "../http/body.ts";
import { page } from "../http/pages.ts";

const Status = z.object({ status: z.enum(["enabled", "disabled"]) });
const Changes = RepositorySettings.partial().extend({
  name: z
    .string()
    .regex(/^[\w.-]{1,100}$/)
    .optional(),
  security_and_analysis: z.record(z.string(), Status.nullish()).nullish(),
});
const Creation = Changes.extend({ name: z.string().regex(/^[\w.-]{1,100}$/), auto_init: z.boolean().default(false) });

/** Repositories: create, read, change, delete; topics, alerts, collaborators. */
export function repositoryRoutes(core: GitHubCore): Api {
  const { state } = core;
  const app = new Hono<Scope>();

  const create = async (c: Call, owner: string) => {
    const actor = actorOf(c);
    const { auto_init: withReadme, name, security_and_analysis: _, ...given } = await readBody(c, Creation);
    const account = accountOf(state, owner);
    if (!account) throw notFound();
    if (account.login !== actor.login && !account.members?.has(actor.login))
      throw new ApiError(403, "You need admin access to the organization before adding a repository to it.");
    const key = `${account.login}/${name}`.toLowerCase();
    if (state.repositories.has(key))
      throw new ApiError(422, "Repository creation failed.", [
        { resource: "Repository", code: "custom", field: "name", message: "name already exists on this account" },
      ]);
    const settings = { ...usualSettings, ...defined(visible(given)) };
    const repository = newRepository(state, { owner: account.login, name, now: stamp(core), settings });
    repository.collaborators.set(actor.login, "admin");
    state.repositories.set(key, repository);
    const git = gitOf(core, repository);
    if (withReadme) {
      const files = new Map([["README.md", git.writeText(`# ${name}`)]]);
      commitFiles(
        core,
        repository,
        { branch: settings.default_branch, files, parents: [], message: "Initial commit" },
        actor,
      );
    }
    c.header("Location", `${c.get("base")}/repos/${fullName(repository)}`);
    return c.json(repositoryJson(core, c, repository), 201);
  };
  app.post("/user/repos", (c) => create(c, actorOf(c).login));
  app.post("/orgs/:org/repos", (c) => create(c, c.req.param("org")));

  app.get("/repos/:owner/:repo", (c) => c.json(repositoryJson(core, c, repositoryAt(core, c))));
  app.patch("/repos/:owner/:repo", async (c) => {
    const repository = repositoryAt(core, c, "admin");
    const { name, security_and_analysis: security, ...given } = await readBody(c, Changes);
    const branch = given.default_branch;
    if (
      branch !== undefined &&
      branch !== repository.settings.default_branch &&
      !gitOf(core, repository).data.refs.has(`heads/${branch}`)
    )
      throw invalid({
        resource: "Repository",
        code: "custom",
        field: "default_branch",
        message: `The branch ${branch} was not found. Please push that ref first or create it via the Git Data API.`,
      });
    if (repository.settings.archived && given.archived !== false)
      throw new ApiError(403, "Repository was archived so is read-only.");
    repository.settings = { ...repository.settings, ...defined(visible(given)) };
    for (const [key, value] of Object.entries(security ?? {}))
      if (value) repository.securityAndAnalysis[key] = value.status;
    if (name !== undefined && name !== repository.name) rename(core, repository, name);
    repository.updatedAt = stamp(core);
    return c.json(repositoryJson(core, c, repository));
  });
  app.delete("/repos/:owner/:repo", (c) => {
    const repository = repositoryAt(core, c, "admin");
    state.repositories.delete(fullName(repository).toLowerCase());
    core.git.remove(fullName(repository));
    return c.body(null, 204);
  });

  app.get("/repos/:owner/:repo/topics", (c) => c.json({ names: repositoryAt(core, c).topics }));
  app.put("/repos/:owner/:repo/topics", async (c) => {
    const repository = repositoryAt(core, c, "maintain");
    const { names } = await readBody(c, z.object({ names: z.array(z.string().regex(/^[a-z0-9][a-z0-9-]{0,49}$/)) }));
    repository.topics = names;
    return c.json({ names });
  });

  for (const [path, field] of [
    ["vulnerability-alerts", "vulnerabilityAlerts"],
    ["automated-security-fixes", "automatedSecurityFixes"],
  ] as const) {
    const at = `/repos/:owner/:repo/${path}` as const;
    app.get(at, (c) => {
      const enabled = repositoryAt(core, c, "admin")[field];
      if (field === "automatedSecurityFixes") return c.json({ enabled, paused: false });
      if (!enabled) throw new ApiError(404, "Vulnerability alerts are disabled.");
      return c.body(null, 204);
    });
    for (const [method, value] of [
      ["PUT", true],
      ["DELETE", false],
    ] as const)
      app.on(method, at, (c) => {
        repositoryAt(core, c, "admin")[field] = value;
        return c.body(null, 204);
      });
  }

  app.get("/repos/:owner/:repo/languages", (c) => {
    repositoryAt(core, c);
    return c.json({});
  });
  app.get("/repos/:owner/:repo/teams", (c) => {
    const key = fullName(repositoryAt(core, c)).toLowerCase();
    return c.json([...state.teams.values()].filter(({ repositories }) => repositories.has(key)));
  });
  // Everybody here belongs to the organisation, so nobody has to be invited; and it defines no properties.
  for (const path of ["invitations", "properties/values"])
    app.get(`/repos/:owner/:repo/${path}`, (c) => {
      repositoryAt(core, c);
      return c.json([]);
    });
  app.get("/repos/:owner/:repo/tags", (c) => {
    const repository = repositoryAt(core, c);
    const git = gitOf(core, repository);
    const tags = [...git.data.refs.keys()]
      .filter((name) => name.startsWith("tags/"))
      .sort()
      .toReversed();
    const url = `${c.get("base")}/repos/${fullName(repository)}`;
    return c.json(
      page(c, tags).map((ref) => {
        const sha = git.resolve(`refs/${ref}`) ?? "";
        const name = ref.slice("tags/".length);
        return {
          name,
          commit: { sha, url: `${url}/commits/${sha}` },
          node_id: `REF_${name}`,
          zipball_url: `${url}/zipball/refs/${ref}`,
          tarball_url: `${url}/tarball/refs/${ref}`,
        };
      }),
    );
  });
  collaboratorRoutes(core, app);
  return app;
}

function collaboratorRoutes(core: GitHubCore, app: Api): void {
  const { state } = core;
  const loginIn = (c: Call) => {
    const account = accountOf(state, nameIn(c, "login"));
    if (!account) throw notFound();
    return account.login;
  };
  app.get("/repos/:owner/:repo/collaborators", (c) => {
    const repository = repositoryAt(core, c, "push");
    const users = [...state.accounts.values()].filter(({ type }) => type === "User");
    const those = users.filter(({ login }) => allows(permissionOf(state, repository, login), "push"));
    return c.json(
      page(
        c,
        those.map((account) => {
          const may = permissionOf(state, repository, account.login);
          return { ...accountJson(c, account), permissions: flags(may), role_name: role(may) };
        }),
      ),
    );
  });
  app.get("/repos/:owner/:repo/collaborators/:login/permission", (c) => {
    const login = loginIn(c);
    const may = permissionOf(state, repositoryAt(core, c), login);
    const user = accountOf(state, login);
    const permission = { admin: "admin", maintain: "write", push: "write", triage: "read", pull: "read" }[
      may ?? "pull"
    ];
    return c.json({
      permission: may === undefined ? "none" : permission,
      role_name: role(may),
      user: user && { ...accountJson(c, user), permissions: flags(may), role_name: role(may) },
    });
  });
  app.get("/repos/:owner/:repo/collaborators/:login", (c) => {
    if (!allows(permissionOf(state, repositoryAt(core, c), loginIn(c)), "push")) throw notFound();
    return c.body(null, 204);
  });
  app.put("/repos/:owner/:repo/collaborators/:login", async (c) => {
    const repository = repositoryAt(core, c, "admin");
    const Body = z.object({ permission: z.enum(["pull", "triage", "push", "maintain", "admin"]).default("push") });
    repository.collaborators.set(loginIn(c), (await readBody(c, Body)).permission);
    return c.body(null, 204);
  });
  app.delete("/repos/:owner/:repo/collaborators/:login", (c) => {
    repositoryAt(core, c, "admin").collaborators.delete(loginIn(c));
    return c.body(null, 204);
  });
}

const flags = (may: Permission | undefined) =>
  Object.fromEntries(
    (["admin", "maintain", "push", "triage", "pull"] as const).map((name) => [name, allows(may, name)]),
  );
const role = (may: Permission | undefined) =>
  ({ pull: "read", triage: "triage", push: "write", maintain: "maintain", admin: "admin" })[may ?? "pull"];

/** `private` and `visibility` say the same. */
function visible<Given extends { private?: boolean | undefined; visibility?: string | undefined }>(
  given: Given,
): Given {
  if (given.visibility !== undefined) return { ...given, private: given.visibility !== "public" };
  if (given.private !== undefined) return { ...given, visibility: given.private ? "private" : "public" };
  return given;
}

/** What was given, without what was left out. */
const defined = <T extends object>(given: T) =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as {
    [Key in keyof T]?: Exclude<T[Key], undefined>;
  };

function rename(core: GitHubCore, repository: Repository, name: string): void {
  const [from, to] = [fullName(repository).toLowerCase(), `${repository.owner}/${name}`.toLowerCase()];
  if (core.state.repositories.has(to))
    throw invalid({
      resource: "Repository",
      code: "custom",
      field: "name",
      message: "name already exists on this account",
    });
  const data = core.git.repositories.get(from);
  core.state.repositories.delete(from);
  core.state.repositories.set(to, repository);
  if (data) core.git.repositories.set(to, data);
  core.git.repositories.delete(from);
  repository.name = name;
}
