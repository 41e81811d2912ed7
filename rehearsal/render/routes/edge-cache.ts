import { Hono } from "hono";
import { badRequest } from "../api-error.ts";
import { type RenderCore, serviceOf } from "../core.ts";

/** The cache in front of web services and static sites. This world's edge caches nothing, so that a purge is at once done. */
export function edgeCacheRoutes(core: RenderCore): Hono {
  return new Hono().post("/services/:id/cache/purge", (c) => {
    const { type, id } = serviceOf(core, c.req.param("id"));
    if (type !== "web_service" && type !== "static_site") throw badRequest(`service ${id} has no edge cache`);
    return c.body(null, 202);
  });
}
