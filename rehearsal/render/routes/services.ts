import { type Context, Hono } from "hono";
import { ApiError, notFound } from "../api-error.ts";
import { type RenderCore, serviceOf } from "../core.ts";
import { commitOf, sourceOf } from "../deploys/source.ts";
import { configure, configureNew } from "../entities/configure.ts";
import { valueFrom } from "../entities/env-var.ts";
import { nanos } from "../entities/moment.ts";
import { noOverride } from "../entities/notifications.ts";
import { type Service, serviceJson } from "../entities/service.ts";
import { ServicePatch, ServicePost } from "../entities/service-request.ts";
import { regions, runtimes } from "../entities/settings.ts";
import { readBody } from "../http/body.ts";
import { ordinal, page } from "../http/pages.ts";
import { between, enumParam, listParam } from "../http/query.ts";

const types = ["static_site", "web_service", "private_service", "background_worker", "cron_job"];

/** Web services. @see https://api-docs.render.com/reference/create-service */
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
    const { state, git, fleet, deploys } = core;
    const body = await readBody(c, ServicePost);
    if (!state.owners.has(body.ownerId)) throw notFound(body.ownerId);
    if (body.environmentId) throw notFound(body.environmentId);
    refuseTakenName(core, body.ownerId, body.name);
    const settings = configureNew(body, () => {
      const at = state.moments.next();
      return { id: state.ids.next("dsk"), createdAt: at, updatedAt: at };
    });
    const source = sourceOf(git, settings);

    const createdAt = state.moments.next();
    const service: Service = {
      id: state.ids.next("srv"),
      sequence: state.nextSequence(),
      ownerId: body.ownerId,
      slug: state.freeSlug(body.name),
      name: body.name,
      createdAt,
      updatedAt: createdAt,
      suspended: false,
      settings,
      env: new Map(body.envVars?.map((input) => [input.key, valueFrom(input, state.ids.next("evv"))])),
      secretFiles: new Map(body.secretFiles?.map(({ name, content }) => [name, content])),
      customDomains: new Map(),
      notifications: noOverride,
      logStream: undefined,
      liveDeployId: undefined,
    };
    state.services.set(service.id, service);
    fleet.route(service);
    const deploy = deploys.add(service, { trigger: "api", ...source });
    return c.json({ deployId: deploy.id, service: serviceJson(service, nanos) }, 201);
  });

  routes.get("/services/:id", (c) => c.json(serviceJson(serviceOf(core, c.req.param("id")))));

  routes.patch("/services/:id", async (c) => {
    const service = serviceOf(core, c.req.param("id"));
    const body = await readBody(c, ServicePatch);
    if (body.name && body.name !== service.name) refuseTakenName(core, service.ownerId, body.name);
    const settings = configure(service.settings, body);
    const moved = settings.repo !== service.settings.repo || settings.branch !== service.settings.branch;
    if (moved && !settings.imagePath) commitOf(core.git, settings);

    service.settings = settings;
    service.name = body.name ?? service.name;
    service.updatedAt = core.state.moments.next();
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
export async function removeService({ state, deploys, fleet }: RenderCore, service: Service): Promise<void> {
  state.services.delete(service.id);
  await deploys.cancelAll(service);
  fleet.remove(service);
  for (const deploy of state.deploysOf(service.id)) state.deploys.delete(deploy.id);
}

function refuseTakenName({ state }: RenderCore, ownerId: string, name: string): void {
  const taken = state.serviceNamed(ownerId, name);
  if (taken) throw new ApiError(409, `name is already in use: ${name}`);
}

function filterOf(c: Context): (service: Service) => boolean {
  const among = (values: string[] | undefined) => (value: string) => values?.includes(value) ?? true;
  const name = among(listParam(c, "name"));
  const type = among(enumParam(c, "type", types));
  const ownerId = among(listParam(c, "ownerId"));
  const environmentId = among(listParam(c, "environmentId"));
  const region = among(enumParam(c, "region", regions));
  const env = among(enumParam(c, "env", runtimes));
  const runtime = among(enumParam(c, "runtime", runtimes));
  const suspended = among(enumParam(c, "suspended", ["suspended", "not_suspended"]));
  const created = between(c, "created");
  const updated = between(c, "updated");
  return (service) =>
    name(service.name) &&
    type("web_service") &&
    ownerId(service.ownerId) &&
    environmentId("") &&
    region(service.settings.region) &&
    env(service.settings.runtime) &&
    runtime(service.settings.runtime) &&
    suspended(service.suspended ? "suspended" : "not_suspended") &&
    created(service.createdAt) &&
    updated(service.updatedAt);
}
