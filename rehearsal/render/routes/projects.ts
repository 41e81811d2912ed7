import { Hono } from "hono";
import { ApiError, notFound } from "../api-error.ts";
import { ownerOf, type RenderCore } from "../core.ts";
import { addEnvironment } from "../entities/environment.ts";
import { environmentsOf, type Project, ProjectPatch, ProjectPost, projectJson } from "../entities/project.ts";
import { isEmpty } from "../entities/resources.ts";
import { readBody } from "../http/body.ts";
import { ordinal, page } from "../http/pages.ts";
import { among, between } from "../http/query.ts";

/** Projects: named sets of environments. @see https://api-docs.render.com/reference/list-projects */
export function projectRoutes(core: RenderCore): Hono {
  const routes = new Hono();
  const json = (project: Project) => projectJson(core.state, project);

  routes.get("/projects", (c) => {
    const [name, ownerId] = [among(c, "name"), among(c, "ownerId")];
    const [created, updated] = [between(c, "created"), between(c, "updated")];
    const found = [...core.state.projects.values()].filter(
      (one) => name(one.name) && ownerId(one.ownerId) && created(one.createdAt) && updated(one.updatedAt),
    );
    return c.json(page(c, "project", found, ({ sequence }) => ordinal(sequence), json));
  });

  routes.post("/projects", async (c) => {
    const { state } = core;
    const { name, environments, ...body } = await readBody(c, ProjectPost);
    const ownerId = ownerOf(core, body.ownerId).id;
    const at = state.moments.next();
    const [id, sequence] = [state.ids.next("prj"), state.nextSequence()];
    const project: Project = { id, sequence, ownerId, name, createdAt: at, updatedAt: at };
    state.projects.set(id, project);
    for (const environment of environments) addEnvironment(state, project, environment);
    return c.json(json(project), 201);
  });

  routes.get("/projects/:id", (c) => c.json(json(projectOf(core, c.req.param("id")))));

  routes.patch("/projects/:id", async (c) => {
    const project = projectOf(core, c.req.param("id"));
    const { name } = await readBody(c, ProjectPatch);
    project.name = name ?? project.name;
    project.updatedAt = core.state.moments.next();
    return c.json(json(project));
  });

  routes.delete("/projects/:id", (c) => {
    const { state } = core;
    const project = projectOf(core, c.req.param("id"));
    const environments = environmentsOf(state, project);
    if (environments.some(({ id }) => !isEmpty(state, id)))
      throw new ApiError(409, `project ${project.id} has environments with resources: remove them first`);
    for (const { id } of environments) state.environments.delete(id);
    state.projects.delete(project.id);
    return c.body(null, 204);
  });

  return routes;
}

/** @throws ApiError 404 */
export function projectOf({ state }: RenderCore, id: string): Project {
  const project = state.projects.get(id);
  if (!project) throw notFound(id);
  return project;
}
