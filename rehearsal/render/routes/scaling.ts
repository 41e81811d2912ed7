import { Hono } from "hono";
import { z } from "zod";
import { badRequest } from "../api-error.ts";
import { type RenderCore, serviceOf } from "../core.ts";
import type { Service } from "../entities/service.ts";
import { AutoscalingInput } from "../entities/service-request.ts";
import { traitsOf } from "../entities/service-type.ts";
import { readBody } from "../http/body.ts";

/** Instance counts: settings only, the world runs one instance of each service. */
export function scalingRoutes(core: RenderCore): Hono {
  const routes = new Hono();

  routes.post("/services/:id/scale", async (c) => {
    const service = scalable(core, c.req.param("id"));
    const { numInstances } = await readBody(c, z.object({ numInstances: z.int().min(1) }));
    // Accepted and ignored while Render scales by itself.
    if (!service.settings.autoscaling?.enabled) service.settings = { ...service.settings, numInstances };
    service.updatedAt = core.state.moments.next();
    return c.body(null, 202);
  });

  routes.put("/services/:id/autoscaling", async (c) => {
    const service = scalable(core, c.req.param("id"));
    const autoscaling = await readBody(c, AutoscalingInput);
    service.settings = { ...service.settings, autoscaling };
    return c.json(autoscaling);
  });

  routes.delete("/services/:id/autoscaling", (c) => {
    const service = scalable(core, c.req.param("id"));
    service.settings = { ...service.settings, autoscaling: undefined };
    return c.body(null, 204);
  });

  return routes;
}

/** @throws ApiError 400 for what has no instances to count. */
function scalable(core: RenderCore, id: string): Service {
  const service = serviceOf(core, id);
  if (!traitsOf(service.type).details.includes("numInstances")) throw badRequest(`a ${service.type} cannot be scaled`);
  return service;
}
