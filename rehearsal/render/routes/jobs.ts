import { Hono } from "hono";
import { badRequest, notFound } from "../api-error.ts";
import { type RenderCore, serviceOf } from "../core.ts";
import { type Job, JobPost, jobJson, jobStatuses } from "../entities/job.ts";
import { nanos } from "../entities/moment.ts";
import { traitsOf } from "../entities/service-type.ts";
import { readBody } from "../http/body.ts";
import { ordinal, page } from "../http/pages.ts";
import { between, enumParam } from "../http/query.ts";

/** One-off jobs. @see https://api-docs.render.com/reference/post-job */
export function jobRoutes(core: RenderCore): Hono {
  const routes = new Hono();
  const jobOf = (serviceId: string, id: string): Job => {
    const job = core.state.jobs.get(id);
    if (job?.serviceId !== serviceOf(core, serviceId).id) throw notFound(id);
    return job;
  };

  routes.get("/services/:id/jobs", (c) => {
    const { id } = serviceOf(core, c.req.param("id"));
    const wanted = enumParam(c, "status", jobStatuses);
    const [created, started, finished] = [between(c, "created"), between(c, "started"), between(c, "finished")];
    const found = [...core.state.jobs.values()].filter(
      (job) =>
        job.serviceId === id &&
        (wanted?.includes(job.status) ?? true) &&
        created(job.createdAt) &&
        started(job.startedAt) &&
        finished(job.finishedAt),
    );
    const keyOf = ({ sequence }: Job) => ordinal(sequence);
    return c.json(page(c, "job", found, keyOf, (job) => jobJson(job)));
  });

  routes.post("/services/:id/jobs", async (c) => {
    const service = serviceOf(core, c.req.param("id"));
    const { startCommand, planId } = await readBody(c, JobPost);
    if (traitsOf(service.type).process === "files") throw badRequest("a static site runs no jobs");
    if (service.suspended) throw badRequest("cannot run a job of a suspended service");
    const plan = planId || `plan-srv-${service.settings.plan}`;
    return c.json(jobJson(core.jobs.start(service, startCommand, plan), nanos), 201);
  });

  routes.get("/services/:id/jobs/:jobId", (c) => c.json(jobJson(jobOf(c.req.param("id"), c.req.param("jobId")))));

  routes.post("/services/:id/jobs/:jobId/cancel", async (c) => {
    const job = jobOf(c.req.param("id"), c.req.param("jobId"));
    await core.jobs.cancel(job);
    return c.json(jobJson(job));
  });

  return routes;
}
