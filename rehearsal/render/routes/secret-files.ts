import { Hono } from "hono";
import { notFound } from "../api-error.ts";
import { type RenderCore, serviceOf } from "../core.ts";
import { SecretFileContent, SecretFileInputs } from "../entities/secret-file.ts";
import { readBody } from "../http/body.ts";
import { everything, numbered, page } from "../http/pages.ts";

type Numbered = ReturnType<typeof numbered<readonly [string, string]>>[number];

/** A service's own secret files; like variables, they reach the next deploy only. */
export function secretFileRoutes(core: RenderCore): Hono {
  const routes = new Hono();
  const keyOf = ({ key }: Numbered) => key;
  const json = ({ entry: [name, content] }: Numbered) => ({ name, content });

  routes.get("/services/:id/secret-files", (c) =>
    c.json(page(c, "secretFile", numbered(serviceOf(core, c.req.param("id")).secretFiles), keyOf, json)),
  );

  routes.put("/services/:id/secret-files", async (c) => {
    const service = serviceOf(core, c.req.param("id"));
    const inputs = (await readBody(c, SecretFileInputs)) ?? [];
    service.secretFiles.clear();
    for (const { name, content } of inputs) service.secretFiles.set(name, content);
    return c.json(everything("secretFile", numbered(service.secretFiles), keyOf, json));
  });

  routes.get("/services/:id/secret-files/:name", (c) => {
    const name = c.req.param("name");
    const content = serviceOf(core, c.req.param("id")).secretFiles.get(name);
    if (content === undefined) throw notFound(name);
    return c.json({ name, content });
  });

  routes.put("/services/:id/secret-files/:name", async (c) => {
    const { secretFiles } = serviceOf(core, c.req.param("id"));
    const { content } = await readBody(c, SecretFileContent);
    secretFiles.set(c.req.param("name"), content);
    return c.json({ name: c.req.param("name"), content }, 201);
  });

  routes.delete("/services/:id/secret-files/:name", (c) => {
    const { secretFiles } = serviceOf(core, c.req.param("id"));
    if (!secretFiles.delete(c.req.param("name"))) throw notFound(c.req.param("name"));
    return c.body(null, 204);
  });

  return routes;
}
