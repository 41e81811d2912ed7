import { Hono } from "hono";
import { notFound } from "../api-error.ts";
import { type RenderCore, serviceOf } from "../core.ts";
import { LogStreamInput, logStreamJson } from "../entities/log-stream.ts";
import { readBody } from "../http/body.ts";

/** Where a service's logs are sent; settings only, this world sends none. No override is a 404. */
export function logStreamRoutes(core: RenderCore): Hono {
  const routes = new Hono();
  const at = "/logs/streams/resource/:id";

  routes.get("/logs/streams/resource", (c) =>
    c.json(
      [...core.state.services.values()].flatMap(({ id, logStream }) =>
        logStream ? [logStreamJson(id, logStream)] : [],
      ),
    ),
  );

  routes.get(at, (c) => {
    const { id, logStream } = serviceOf(core, c.req.param("id"));
    if (!logStream) throw notFound(id);
    return c.json(logStreamJson(id, logStream));
  });

  routes.put(at, async (c) => {
    const service = serviceOf(core, c.req.param("id"));
    service.logStream = await readBody(c, LogStreamInput);
    return c.json(logStreamJson(service.id, service.logStream));
  });

  routes.delete(at, (c) => {
    serviceOf(core, c.req.param("id")).logStream = undefined;
    return c.body(null, 204);
  });

  return routes;
}
