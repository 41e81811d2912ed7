import { Hono } from "hono";
import { z } from "zod";
import { ApiError, badRequest, notFound } from "../api-error.ts";
import { environmentOf, type RenderCore } from "../core.ts";
import {
  addEnvironment,
  type Environment,
  EnvironmentPatch,
  EnvironmentPost,
  environmentJson,
} from "../entities/environment.ts";
import { isEmpty, type Resource, resourceOf } from "../entities/resources.ts";
import { readBody } from "../http/body.ts";
import { ordinal, page } from "../http/pages.ts";
import { among, between, listParam } from "../http/query.ts";
import { projectOf } from "./projects.ts";

/** Environments and what is in them. @see https://api-docs.render.com/reference/list-environments */
export function environmentRoutes(core: RenderCore): Hono {
  const routes = new Hono();
  const json = (environment: Environment) => environmentJson(core.state, environment);

  routes.get("/environments", (c) => {
    const [name, ownerId, projectId] = [among(c, "name"), among(c, "ownerId"), among(c, "projectId")];
    const id = among(c, "environmentId");
    const [created, updated] = [between(c, "created"), between(c, "updated")];
    const found = [...core.state.environments.values()].filter(
      (one) =>
        name(one.name) &&
        ownerId(one.ownerId) &&
        projectId(one.projectId) &&
        id(one.id) &&
        created(one.createdAt) &&
        updated(one.updatedAt),
    );
    return c.json(page(c, "environment", found, ({ sequence }) => ordinal(sequence), json));
  });

  routes.post("/environments", async (c) => {
    const body = await readBody(c, EnvironmentPost);
    return c.json(json(addEnvironment(core.state, projectOf(core, body.projectId), body)), 201);
  });

  routes.get("/environments/:id", (c) => c.json(json(environmentOf(core, c.req.param("id")))));

  routes.patch("/environments/:id", async (c) => {
    const environment = environmentOf(core, c.req.param("id"));
    const sent = await readBody(c, EnvironmentPatch);
    environment.name = sent.name ?? environment.name;
    environment.protectedStatus = sent.protectedStatus ?? environment.protectedStatus;
    environment.networkIsolationEnabled = sent.networkIsolationEnabled ?? environment.networkIsolationEnabled;
    if (sent.ipAllowList !== undefined) environment.ipAllowList = sent.ipAllowList ?? undefined;
    environment.updatedAt = core.state.moments.next();
    return c.json(json(environment));
  });

  routes.delete("/environments/:id", (c) => {
    const { id } = environmentOf(core, c.req.param("id"));
    if (!isEmpty(core.state, id)) throw new ApiError(409, `environment ${id} is not empty: remove its resources first`);
    core.state.environments.delete(id);
    return c.body(null, 204);
  });

  routes.post("/environments/:id/resources", async (c) => {
    const environment = environmentOf(core, c.req.param("id"));
    const { resourceIds } = await readBody(c, z.object({ resourceIds: z.array(z.string()) }));
    const moved = resourceIds.map((id) => existing(core, id));
    for (const resource of moved) move(core, resource, environment.id);
    return c.json(json(environment), 201);
  });

  /** The vendor takes a resource out of its environment whatever environment the path names. */
  routes.delete("/environments/:id/resources", (c) => {
    const ids = listParam(c, "resourceIds");
    if (!ids) throw badRequest("resourceIds: required");
    for (const resource of ids.map((id) => existing(core, id))) move(core, resource, undefined);
    return c.body(null, 204);
  });

  return routes;
}

/** @throws ApiError 400 for a service that is linked to a group of the environment that it would leave */
function move({ state }: RenderCore, resource: Resource, environmentId: string | undefined): void {
  const left = resource.environmentId;
  if (left && left !== environmentId)
    for (const group of state.envGroups.values())
      if (group.environmentId === left && group.services.has(resource.id))
        throw badRequest("cannot move service out of environment with linked env groups");
  resource.environmentId = environmentId;
  resource.updatedAt = state.moments.next();
}

/** @throws ApiError 404 */
function existing({ state }: RenderCore, id: string): Resource {
  const resource = resourceOf(state, id);
  if (!resource) throw notFound(id);
  return resource;
}
