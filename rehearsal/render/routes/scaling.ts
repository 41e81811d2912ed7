import { Hono } from "hono";
import { z } from "zod";
import { type RenderCore, serviceOf } from "../core.ts";
import { AutoscalingInput } from "../entities/service-request.ts";
import { readBody } from "../http/body.ts";

/** Instance counts: settings only, the world runs one instance of each service. */
export function scalingRoutes(core: RenderCore): Hono {
  const routes = new Hono();

  routes.post("/services/:id/scale", async (c) => {
    const service = serviceOf(core, c.req.param("id"));
    const { numInstances } = await readBody(c, z.object({ numInstances: z.int().min(1) }));
    service.settings = { ...service.settings, numInstances };
    return c.body(null, 202);
  });

  routes.put("/services/:id/autoscaling", async (c) => {
    const service = serviceOf(core, c.req.param("id"));
    const autoscaling = await readBody(c, AutoscalingInput);
    service.settings = { ...service.settings, autoscaling };
    return c.json(autoscaling);
  });

  routes.delete("/services/:id/autoscaling", (c) => {
    const service = serviceOf(core, c.req.param("id"));
    service.settings = { ...service.settings, autoscaling: undefined };
    return c.body(null, 204);
  });

  return routes;
}
