import { Hono } from "hono";
import { z } from "zod";
import { invalid, notFound } from "../api-error.ts";
import { type Api, type Call, type GitHubCore, numberIn, repositoryAt, type Scope, stamp } from "../core.ts";
import type { DeployKey } from "../entities/nouns.ts";
import { fullName, type Repository } from "../entities/repository.ts";
import { nextId } from "../entities/state.ts";
import { readBody } from "../http/body.ts";
import { counted, page } from "../http/pages.ts";

const REPOSITORY = "/repos/:owner/:repo";
const KEYS = `${REPOSITORY}/keys`;
const PERMISSIONS = `${REPOSITORY}/actions/permissions`;

const Permissions = z.object({
  enabled: z.boolean(),
  allowed_actions: z.enum(["all", "local_only", "selected"]).optional(),
});
const Selected = z.object({
  github_owned_allowed: z.boolean().default(false),
  verified_allowed: z.boolean().default(false),
  patterns_allowed: z.array(z.string()).default([]),
});
const Workflow = z.object({
  default_workflow_permissions: z.enum(["read", "write"]).optional(),
  can_approve_pull_request_reviews: z.boolean().optional(),
});

/** What an administrator sets beside the repository itself: deploy keys, and what workflows may do. */
export function settingRoutes(core: GitHubCore): Api {
  const app = new Hono<Scope>();
  keys(core, app);
  const settings = (c: Call) => repositoryAt(core, c, "admin").actions;

  app.get(PERMISSIONS, (c) => {
    const { enabled, allowedActions } = settings(c);
    return c.json({
      enabled,
      ...(enabled && { allowed_actions: allowedActions, sha_pinning_required: false }),
      ...(enabled &&
        allowedActions === "selected" && { selected_actions_url: `${c.get("base")}${c.req.path}/selected-actions` }),
    });
  });
  app.put(PERMISSIONS, async (c) => {
    const to = settings(c);
    const { enabled, allowed_actions: allowed } = await readBody(c, Permissions);
    Object.assign(to, { enabled, allowedActions: allowed ?? to.allowedActions });
    return c.body(null, 204);
  });
  app.get(`${PERMISSIONS}/selected-actions`, (c) => c.json(settings(c).selected));
  app.put(`${PERMISSIONS}/selected-actions`, async (c) => {
    settings(c).selected = await readBody(c, Selected);
    return c.body(null, 204);
  });
  app.get(`${PERMISSIONS}/workflow`, (c) => {
    const { tokenPermissions, mayApprovePulls } = settings(c);
    return c.json({
      default_workflow_permissions: tokenPermissions,
      can_approve_pull_request_reviews: mayApprovePulls,
    });
  });
  app.put(`${PERMISSIONS}/workflow`, async (c) => {
    const to = settings(c);
    const given = await readBody(c, Workflow);
    to.tokenPermissions = given.default_workflow_permissions ?? to.tokenPermissions;
    to.mayApprovePulls = given.can_approve_pull_request_reviews ?? to.mayApprovePulls;
    return c.body(null, 204);
  });
  // Nothing runs workflows here: what they would report comes as check runs.
  for (const noun of ["workflows", "runs"] as const)
    app.get(noun === "runs" ? `${REPOSITORY}/actions/runs` : `${REPOSITORY}/actions/workflows`, (c) => {
      repositoryAt(core, c);
      return c.json(counted(c, noun === "runs" ? "workflow_runs" : "workflows", []));
    });
  app.get(`${PERMISSIONS}/access`, (c) => c.json({ access_level: settings(c).accessLevel }));
  app.put(`${PERMISSIONS}/access`, async (c) => {
    const Body = z.object({ access_level: z.enum(["none", "user", "organization"]) });
    settings(c).accessLevel = (await readBody(c, Body)).access_level;
    return c.body(null, 204);
  });
  return app;
}

function keys(core: GitHubCore, app: Api): void {
  const Creation = z.object({ title: z.string().default(""), key: z.string(), read_only: z.boolean().default(false) });
  const place = (c: Call) => {
    const repository = repositoryAt(core, c, "admin");
    const key = repository.deployKeys.get(numberIn(c, "id"));
    if (!key) throw notFound();
    return { repository, key };
  };
  app.get(KEYS, (c) => {
    const repository = repositoryAt(core, c, "admin");
    return c.json(
      page(
        c,
        [...repository.deployKeys.values()].map((key) => keyJson(c, repository, key)),
      ),
    );
  });
  app.post(KEYS, async (c) => {
    const repository = repositoryAt(core, c, "admin");
    const { title, key, read_only: readOnly } = await readBody(c, Creation);
    const custom = (message: string) => invalid({ resource: "PublicKey", code: "custom", field: "key", message });
    if (!/^(ssh|ecdsa|sk)-\S+ \S+/.test(key))
      throw custom("key is invalid. You must supply a key in OpenSSH public key format");
    // GitHub leaves the comment at a key's end out.
    const bare = key.trim().split(/\s+/).slice(0, 2).join(" ");
    if ([...repository.deployKeys.values()].some((known) => known.key === bare)) throw custom("key is already in use");
    const made: DeployKey = { id: nextId(core.state), title, key: bare, readOnly, createdAt: stamp(core) };
    repository.deployKeys.set(made.id, made);
    return c.json(keyJson(c, repository, made), 201);
  });
  app.get(`${KEYS}/:id`, (c) => {
    const { repository, key } = place(c);
    return c.json(keyJson(c, repository, key));
  });
  app.delete(`${KEYS}/:id`, (c) => {
    const { repository, key } = place(c);
    repository.deployKeys.delete(key.id);
    return c.body(null, 204);
  });
}

const keyJson = (c: Call, repository: Repository, { id, title, key, readOnly, createdAt }: DeployKey) => ({
  id,
  key,
  url: `${c.get("base")}/repos/${fullName(repository)}/keys/${id}`,
  title,
  verified: true,
  created_at: createdAt,
  read_only: readOnly,
  added_by: c.get("actor")?.login ?? "",
  last_used: null,
  enabled: true,
});
