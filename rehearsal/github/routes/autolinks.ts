import { Hono } from "hono";
import { z } from "zod";
import { alreadyExists, notFound } from "../api-error.ts";
import { type Api, type GitHubCore, numberIn, repositoryAt, type Scope, stamp } from "../core.ts";
import { nextId } from "../entities/state.ts";
import { readBody } from "../http/body.ts";

const Creation = z.object({
  key_prefix: z.string().min(1),
  url_template: z.string().includes("<num>"),
  is_alphanumeric: z.boolean().default(true),
});
const at = "/repos/:owner/:repo/autolinks";

/** References such as `TICKET-1` that become links. */
export function autolinkRoutes(core: GitHubCore): Api {
  const app = new Hono<Scope>();
  app.get(at, (c) => c.json([...repositoryAt(core, c, "admin").autolinks.values()]));
  app.post(at, async (c) => {
    const { autolinks } = repositoryAt(core, c, "admin");
    const given = await readBody(c, Creation);
    if ([...autolinks.values()].some(({ key_prefix: prefix }) => prefix === given.key_prefix))
      throw alreadyExists("KeyLink", "key_prefix");
    const made = { id: nextId(core.state), ...given, updated_at: stamp(core) };
    autolinks.set(made.id, made);
    return c.json(made, 201);
  });
  app.get(`${at}/:id`, (c) => {
    const found = repositoryAt(core, c, "admin").autolinks.get(numberIn(c, "id"));
    if (!found) throw notFound();
    return c.json(found);
  });
  app.delete(`${at}/:id`, (c) => {
    if (!repositoryAt(core, c, "admin").autolinks.delete(numberIn(c, "id"))) throw notFound();
    return c.body(null, 204);
  });
  return app;
}
