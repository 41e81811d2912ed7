import { Hono } from "hono";
import { badRequest } from "../api-error.ts";
import { type RenderCore, serviceOf } from "../core.ts";
import { sourceOf } from "../deploys/source.ts";
import { micros } from "../entities/moment.ts";
import { traitsOf } from "../entities/service-type.ts";

/** Suspend, resume, restart, and what runs. @see https://api-docs.render.com/reference/suspend-service */
export function lifecycleRoutes(core: RenderCore): Hono {
  const routes = new Hono();

  routes.post("/services/:id/suspend", async (c) => {
    const service = serviceOf(core, c.req.param("id"));
    service.suspended = true;
    service.updatedAt = core.state.moments.next();
    await core.deploys.cancelAll(service);
    await core.cronRuns.cancel(service.id);
    core.fleet.stop(service);
    return c.body(null, 202);
  });

  routes.post("/services/:id/resume", (c) => {
    const service = serviceOf(core, c.req.param("id"));
    if (!service.suspended) throw badRequest(`service ${service.id} is not suspended`);
    const source = sourceOf(core.git, service.settings);
    service.suspended = false;
    service.updatedAt = core.state.moments.next();
    core.fleet.route(service);
    core.cronRuns.schedule(service);
    core.deploys.add(service, { trigger: "service_resumed", ...source });
    return c.body(null, 202);
  });

  routes.post("/services/:id/restart", async (c) => {
    const service = serviceOf(core, c.req.param("id"));
    const { process } = traitsOf(service.type);
    if (process === "runs" || process === "files") throw badRequest(`a ${service.type} cannot be restarted`);
    await core.deploys.restart(service);
    return c.body(null, 200);
  });

  routes.get("/services/:id/instances", (c) => {
    const service = serviceOf(core, c.req.param("id"));
    const instance = core.fleet.instanceOf(service.id);
    const live = core.state.deploys.get(service.liveDeployId ?? "");
    const createdAt = live?.finishedAt ?? service.updatedAt;
    return c.json(instance ? [{ id: instance.id, createdAt: micros(createdAt) }] : []);
  });

  return routes;
}
