import { isDeepStrictEqual } from "node:util";
import { type Context, Hono } from "hono";
import { ApiError, badRequest, notFound } from "../api-error.ts";
import { environmentOf, type RenderCore, serviceOf } from "../core.ts";
import { addService } from "../deploys/new-service.ts";
import { commitOf, otherImage, sourceOf } from "../deploys/source.ts";
import { configure, configureNew } from "../entities/configure.ts";
import { valueFrom } from "../entities/env-var.ts";
import type { Service } from "../entities/service.ts";
import { serviceJson } from "../entities/service-json.ts";
import { PreviewPost, ServicePatch, ServicePost } from "../entities/service-request.ts";
import { ownDetails, serviceTypes, traitsOf } from "../entities/service-type.ts";
import { regions, runtimes } from "../entities/settings.ts";
import { readBody } from "../http/body.ts";
import { ordinal, page } from "../http/pages.ts";
import { among, between, enumParam } from "../http/query.ts";

/** Services of every kind. @see https://api-docs.render.com/reference/create-service */
export function serviceRoutes(core: RenderCore): Hono {
  const routes = new Hono();

  routes.get("/services", (c) => {
    const found = [...core.state.services.values()].filter(filterOf(c));
    return c.json(
      page(
        c,
        "service",
        found,
        (service) => ordinal(service.sequence),
        (service) => serviceJson(service),
      ),
    );
  });

  routes.post("/services", async (c) => {
    const { state, git } = core;
    const body = await readBody(c, ServicePost);
    if (!state.owners.has(body.ownerId)) throw notFound(body.ownerId);
    if (body.environmentId) environmentOf(core, body.environmentId);
    refuseTakenName(core, body.ownerId, body.name);
    const settings = configureNew(
      body,
      () => {
        const at = state.moments.next();
        return { id: state.ids.next("dsk"), createdAt: at, updatedAt: at };
      },
      state.registryCredentials,
    );
    const { type, name, ownerId, serviceDetails } = body;
    const { headers, routes: rules } = ownDetails(type, serviceDetails);
    const made = addService(
      core,
      {
        ...{ type, name, ownerId, settings },
        environmentId: body.environmentId || undefined,
        env: new Map(body.envVars?.map((input) => [input.key, valueFrom(input, state.ids.next("evv"))])),
        secretFiles: new Map(body.secretFiles?.map((file) => [file.name, file.content])),
        headers: (headers ?? []).map((rule) => ({ ...rule, id: state.ids.next("hdr") })),
        routes: (rules ?? []).map((rule) => ({ ...rule, id: state.ids.next("rdr") })),
      },
      sourceOf(git, settings),
    );
    return c.json({ deployId: made.deploy.id, service: serviceJson(made.service) }, 201);
  });

  routes.post("/services/:id/preview", async (c) => {
    const { state, git } = core;
    const base = serviceOf(core, c.req.param("id"));
    const body = await readBody(c, PreviewPost);
    if (!base.settings.imagePath) throw badRequest("previews by the API are for services of an image only");
    const imagePath = otherImage(base.settings, body.imagePath).image?.ref;
    const name = body.name || `${base.name} preview ${state.nextSequence()}`;
    refuseTakenName(core, base.ownerId, name);
    const settings = { ...base.settings, imagePath, plan: body.plan ?? base.settings.plan, disk: undefined };
    const { type, ownerId, environmentId, env, secretFiles } = base;
    const made = addService(
      core,
      {
        ...{ type, name, ownerId, environmentId, settings },
        ...{ env: new Map(env), secretFiles: new Map(secretFiles), parent: { id: base.id, name: base.name } },
      },
      sourceOf(git, settings),
    );
    return c.json({ deployId: made.deploy.id, service: serviceJson(made.service) });
  });

  routes.get("/services/:id", (c) => c.json(serviceJson(serviceOf(core, c.req.param("id")))));

  routes.patch("/services/:id", async (c) => {
    const service = serviceOf(core, c.req.param("id"));
    const body = await readBody(c, ServicePatch);
    if (body.name && body.name !== service.name) refuseTakenName(core, service.ownerId, body.name);
    const settings = configure(service.type, service.settings, body, core.state.registryCredentials);
    const moved = settings.repo !== service.settings.repo || settings.branch !== service.settings.branch;
    if (moved && !settings.imagePath) commitOf(core.git, settings);

    const rescheduled = settings.schedule !== service.settings.schedule;
    const name = body.name ?? service.name;
    // What changes nothing leaves the time of the last change.
    if (name !== service.name || !isDeepStrictEqual(settings, service.settings))
      service.updatedAt = core.state.moments.next();
    service.settings = settings;
    if (rescheduled) core.cronRuns.schedule(service);
    service.name = name;
    core.fleet.route(service);
    return c.json(serviceJson(service));
  });

  routes.delete("/services/:id", async (c) => {
    const service = serviceOf(core, c.req.param("id"));
    await removeService(core, service);
    return c.body(null, 204);
  });

  return routes;
}

/** Ends a service's deploys, stops its instance, gives its host back and forgets it. */
export async function removeService(core: RenderCore, service: Service): Promise<void> {
  const { state, deploys, fleet, cronRuns, jobs } = core;
  state.services.delete(service.id);
  await deploys.cancelAll(service);
  await cronRuns.cancel(service.id);
  await jobs.cancelAll(service.id);
  fleet.remove(service);
  for (const deploy of state.deploysOf(service.id)) state.deploys.delete(deploy.id);
}

function refuseTakenName({ state }: RenderCore, ownerId: string, name: string): void {
  const taken = state.serviceNamed(ownerId, name);
  if (taken) throw new ApiError(409, `name is already in use: ${name}`);
}

function filterOf(c: Context): (service: Service) => boolean {
  const only = (values: string[] | undefined) => (value: string) => values?.includes(value) ?? true;
  const [name, ownerId, environmentId] = [among(c, "name"), among(c, "ownerId"), among(c, "environmentId")];
  const type = only(enumParam(c, "type", serviceTypes));
  const region = only(enumParam(c, "region", regions));
  const env = only(enumParam(c, "env", runtimes));
  const runtime = only(enumParam(c, "runtime", runtimes));
  const suspended = only(enumParam(c, "suspended", ["suspended", "not_suspended"]));
  const previews = enumParam(c, "includePreviews", ["true", "false"])?.[0] !== "false";
  const [created, updated] = [between(c, "created"), between(c, "updated")];
  return (service) =>
    name(service.name) &&
    type(service.type) &&
    ownerId(service.ownerId) &&
    environmentId(service.environmentId) &&
    region(traitsOf(service.type).process === "files" ? "" : service.settings.region) &&
    env(service.settings.runtime) &&
    runtime(service.settings.runtime) &&
    suspended(service.suspended ? "suspended" : "not_suspended") &&
    (previews || !service.parent) &&
    created(service.createdAt) &&
    updated(service.updatedAt);
}
