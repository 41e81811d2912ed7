import { Hono } from "hono";
import { z } from "zod";
import { notFound } from "../api-error.ts";
import { type Api, type Call, type GitHubCore, numberIn, repositoryAt, type Scope, stamp } from "../core.ts";
import type { Hook } from "../entities/hook.ts";
import { fullName, type Repository } from "../entities/repository.ts";
import { nextId } from "../entities/state.ts";
import { readBody } from "../http/body.ts";
import { page } from "../http/pages.ts";

const Config = z.object({
  url: z.string().min(1),
  content_type: z.enum(["json", "form"]).default("form"),
  insecure_ssl: z.union([z.string(), z.number()]).transform(String).default("0"),
  secret: z.string().optional(),
});
const Creation = z.object({
  name: z.literal("web").default("web"),
  config: Config,
  events: z.array(z.string()).default(["push"]),
  active: z.boolean().default(true),
});
const Change = z.object({
  config: Config.optional(),
  events: z.array(z.string()).optional(),
  add_events: z.array(z.string()).optional(),
  remove_events: z.array(z.string()).optional(),
  active: z.boolean().optional(),
});

const at = "/repos/:owner/:repo/hooks";
const MASKED = "********";

/** Webhooks of a repository. They are kept and answered, never called: nothing in a world listens for one. */
export function hookRoutes(core: GitHubCore): Api {
  const app = new Hono<Scope>();
  const place = (c: Call) => {
    const repository = repositoryAt(core, c, "admin");
    const hook = repository.hooks.get(numberIn(c, "id"));
    if (!hook) throw notFound();
    return { repository, hook };
  };

  app.get(at, (c) => {
    const repository = repositoryAt(core, c, "admin");
    return c.json(
      page(
        c,
        [...repository.hooks.values()].map((hook) => hookJson(c, repository, hook)),
      ),
    );
  });
  app.post(at, async (c) => {
    const repository = repositoryAt(core, c, "admin");
    const { name, config, events, active } = await readBody(c, Creation);
    const now = stamp(core);
    const hook: Hook = {
      id: nextId(core.state),
      name,
      config: kept(config),
      events,
      active,
      createdAt: now,
      updatedAt: now,
    };
    repository.hooks.set(hook.id, hook);
    return c.json(hookJson(c, repository, hook), 201);
  });
  app.get(`${at}/:id`, (c) => {
    const { repository, hook } = place(c);
    return c.json(hookJson(c, repository, hook));
  });
  app.patch(`${at}/:id`, async (c) => {
    const { repository, hook } = place(c);
    const given = await readBody(c, Change);
    if (given.config) hook.config = kept(given.config, hook.config.secret);
    const events = new Set([...(given.events ?? hook.events), ...(given.add_events ?? [])]);
    for (const event of given.remove_events ?? []) events.delete(event);
    hook.events = [...events];
    hook.active = given.active ?? hook.active;
    hook.updatedAt = stamp(core);
    return c.json(hookJson(c, repository, hook));
  });
  app.delete(`${at}/:id`, (c) => {
    const { repository, hook } = place(c);
    repository.hooks.delete(hook.id);
    return c.body(null, 204);
  });
  app.post(`${at}/:id/pings`, (c) => {
    place(c);
    return c.body(null, 204);
  });
  app.get(`${at}/:id/deliveries`, (c) => {
    place(c);
    return c.json([]);
  });
  return app;
}

/** The mask that a client read is no new secret. */
function kept({ secret, ...config }: z.output<typeof Config>, before?: string): Hook["config"] {
  const now = secret === MASKED ? before : secret;
  return { ...config, ...(now !== undefined && { secret: now }) };
}

function hookJson(
  c: Call,
  repository: Repository,
  { id, name, active, events, config, createdAt, updatedAt }: Hook,
): object {
  const url = `${c.get("base")}/repos/${fullName(repository)}/hooks/${id}`;
  return {
    type: "Repository",
    id,
    name,
    active,
    events,
    config: { ...config, ...(config.secret !== undefined && { secret: MASKED }) },
    updated_at: updatedAt,
    created_at: createdAt,
    url,
    test_url: `${url}/tests`,
    ping_url: `${url}/pings`,
    deliveries_url: `${url}/deliveries`,
    last_response: { code: null, status: "unused", message: null },
  };
}
