import { Hono } from "hono";
import { badRequest } from "../api-error.ts";
import { type RenderCore, serviceOf } from "../core.ts";
import { cronRunJson } from "../entities/cron-run.ts";
import { nanos } from "../entities/moment.ts";
import type { Service } from "../entities/service.ts";

/** Runs of cron jobs on demand. @see https://api-docs.render.com/reference/run-cron-job */
export function cronJobRoutes(core: RenderCore): Hono {
  const routes = new Hono();

  routes.post("/cron-jobs/:id/runs", async (c) =>
    c.json(cronRunJson(await core.cronRuns.trigger(cronJobOf(core, c.req.param("id"))), nanos)),
  );

  routes.delete("/cron-jobs/:id/runs", async (c) => {
    const { id } = cronJobOf(core, c.req.param("id"));
    await core.cronRuns.cancel(id);
    return c.body(null, 204);
  });

  return routes;
}

function cronJobOf(core: RenderCore, id: string): Service {
  const service = serviceOf(core, id);
  if (service.type !== "cron_job") throw badRequest(`${id} is not a cron job`);
  return service;
}
