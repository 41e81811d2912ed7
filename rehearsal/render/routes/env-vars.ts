import { Hono } from "hono";
import { badRequest, notFound } from "../api-error.ts";
import { type RenderCore, serviceOf } from "../core.ts";
import { EnvVarInputs, EnvVarKey, EnvVarValue, valueFrom } from "../entities/env-var.ts";
import { readBody } from "../http/body.ts";
import { everything, numbered, page } from "../http/pages.ts";

type Numbered = ReturnType<typeof numbered<readonly [string, string]>>[number];

/**
 * A service's own environment variables. No change here starts a deploy, and none reaches a running instance.
 * @see https://api-docs.render.com/reference/get-env-vars-for-service
 */
export function envVarRoutes(core: RenderCore): Hono {
  const routes = new Hono();
  const keyOf = ({ key }: Numbered) => key;
  const json = ({ entry: [key, value] }: Numbered) => ({ key, value });

  routes.get("/services/:id/env-vars", (c) =>
    c.json(page(c, "envVar", numbered(serviceOf(core, c.req.param("id")).env), keyOf, json)),
  );

  routes.put("/services/:id/env-vars", async (c) => {
    const service = serviceOf(core, c.req.param("id"));
    const inputs = (await readBody(c, EnvVarInputs)) ?? [];
    service.env.clear();
    for (const input of inputs) service.env.set(input.key, valueFrom(input, core.state.ids.next("evv")));
    return c.json(everything("envVar", numbered(service.env), keyOf, json));
  });

  routes.get("/services/:id/env-vars/:key", (c) => {
    const { env } = serviceOf(core, c.req.param("id"));
    const key = c.req.param("key");
    const value = env.get(key);
    if (value === undefined) throw notFound(key);
    return c.json({ key, value });
  });

  routes.put("/services/:id/env-vars/:key", async (c) => {
    const { env } = serviceOf(core, c.req.param("id"));
    const key = EnvVarKey.safeParse(c.req.param("key"));
    if (!key.success) throw badRequest("invalid environment variable name");
    const value = valueFrom(await readBody(c, EnvVarValue), core.state.ids.next("evv"));
    env.set(key.data, value);
    return c.json({ key: key.data, value });
  });

  routes.delete("/services/:id/env-vars/:key", (c) => {
    const { env } = serviceOf(core, c.req.param("id"));
    if (!env.delete(c.req.param("key"))) throw notFound(c.req.param("key"));
    return c.body(null, 204);
  });

  return routes;
}
