import { type Context, Hono } from "hono";
import { badRequest, notFound } from "../api-error.ts";
import { environmentOf, ownerOf, type RenderCore, serviceOf } from "../core.ts";
import { type EnvGroup, EnvGroupPatch, EnvGroupPost, envGroupJson, envGroupMetaJson } from "../entities/env-group.ts";
import { EnvVarKey, EnvVarValue, valueFrom } from "../entities/env-var.ts";
import { nanos } from "../entities/moment.ts";
import { SecretFileContent } from "../entities/secret-file.ts";
import { readBody } from "../http/body.ts";
import { among, between, limitParam } from "../http/query.ts";

/** Env groups. No change here starts a deploy. @see https://api-docs.render.com/reference/create-env-group */
export function envGroupRoutes(core: RenderCore): Hono {
  const routes = new Hono();
  const json = (group: EnvGroup) => envGroupJson(core.state, group);

  /** Unlike other lists: bare items, newest first, and no cursor that would lead on. */
  routes.get("/env-groups", (c) => {
    const found = [...core.state.envGroups.values()].filter(filterOf(c)).reverse().slice(0, limitParam(c));
    return c.json(found.map((group) => envGroupMetaJson(core.state, group)));
  });

  routes.post("/env-groups", async (c) => {
    const { state } = core;
    const body = await readBody(c, EnvGroupPost);
    ownerOf(core, body.ownerId);
    if (body.environmentId) environmentOf(core, body.environmentId);
    for (const id of body.serviceIds ?? []) serviceOf(core, id);
    const at = state.moments.next();
    const group: EnvGroup = {
      id: state.ids.next("evg"),
      sequence: state.nextSequence(),
      ...{ ownerId: body.ownerId, name: body.name, createdAt: at, updatedAt: at },
      environmentId: body.environmentId || undefined,
      env: new Map(body.envVars?.map((input) => [input.key, valueFrom(input, state.ids.next("evv"))])),
      secretFiles: new Map(body.secretFiles?.map(({ name, content }) => [name, content])),
      services: new Set(body.serviceIds ?? []),
    };
    state.envGroups.set(group.id, group);
    return c.json(envGroupJson(state, group, nanos), 201);
  });

  routes.get("/env-groups/:id", (c) => c.json(json(envGroupOf(core, c.req.param("id")))));

  routes.patch("/env-groups/:id", async (c) => {
    const group = envGroupOf(core, c.req.param("id"));
    group.name = (await readBody(c, EnvGroupPatch)).name;
    group.updatedAt = core.state.moments.next();
    return c.json(json(group));
  });

  routes.delete("/env-groups/:id", (c) => {
    core.state.envGroups.delete(envGroupOf(core, c.req.param("id")).id);
    return c.body(null, 204);
  });

  routes.post("/env-groups/:id/services/:service", (c) => {
    const group = envGroupOf(core, c.req.param("id"));
    group.services.add(serviceOf(core, c.req.param("service")).id);
    return c.json(json(group));
  });

  routes.delete("/env-groups/:id/services/:service", (c) => {
    const { services } = envGroupOf(core, c.req.param("id"));
    if (!services.delete(c.req.param("service"))) throw notFound(c.req.param("service"));
    return c.body(null, 204);
  });

  const variable = "/env-groups/:id/env-vars/:key";
  routes.get(variable, (c) => {
    const key = c.req.param("key");
    return c.json({ key, value: heldBy(envGroupOf(core, c.req.param("id")).env, key) });
  });

  routes.put(variable, async (c) => {
    const group = envGroupOf(core, c.req.param("id"));
    const key = EnvVarKey.safeParse(c.req.param("key"));
    if (!key.success) throw badRequest("invalid environment variable name");
    group.env.set(key.data, valueFrom(await readBody(c, EnvVarValue), core.state.ids.next("evv")));
    return c.json(json(group));
  });

  routes.delete(variable, (c) => {
    const { env } = envGroupOf(core, c.req.param("id"));
    if (!env.delete(c.req.param("key"))) throw notFound(c.req.param("key"));
    return c.body(null, 204);
  });

  const file = "/env-groups/:id/secret-files/:name";
  routes.get(file, (c) => {
    const name = c.req.param("name");
    return c.json({ name, content: heldBy(envGroupOf(core, c.req.param("id")).secretFiles, name) });
  });

  routes.put(file, async (c) => {
    const group = envGroupOf(core, c.req.param("id"));
    group.secretFiles.set(c.req.param("name"), (await readBody(c, SecretFileContent)).content);
    return c.json(json(group));
  });

  routes.delete(file, (c) => {
    const { secretFiles } = envGroupOf(core, c.req.param("id"));
    if (!secretFiles.delete(c.req.param("name"))) throw notFound(c.req.param("name"));
    return c.body(null, 204);
  });

  return routes;
}

function filterOf(c: Context): (group: EnvGroup) => boolean {
  const [name, ownerId, environmentId] = [among(c, "name"), among(c, "ownerId"), among(c, "environmentId")];
  const [created, updated] = [between(c, "created"), between(c, "updated")];
  return (group) =>
    name(group.name) &&
    ownerId(group.ownerId) &&
    environmentId(group.environmentId) &&
    created(group.createdAt) &&
    updated(group.updatedAt);
}

/** @throws ApiError 404 */
function envGroupOf({ state }: RenderCore, id: string): EnvGroup {
  const group = state.envGroups.get(id);
  if (!group) throw notFound(id);
  return group;
}

/** @throws ApiError 404 */
function heldBy(values: ReadonlyMap<string, string>, name: string): string {
  const value = values.get(name);
  if (value === undefined) throw notFound(name);
  return value;
}
