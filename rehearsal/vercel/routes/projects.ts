import { Hono } from "hono";
import { z } from "zod";
import { badRequest } from "../api-error.ts";
import type { Builds } from "../builds.ts";
import type { Project } from "../entities.ts";
import { putEnv } from "../env-variables.ts";
import { PageQuery, page } from "../pages.ts";
import { projectAnswer } from "../project-answer.ts";
import { GitRepository, ProjectCreate, ProjectPatch } from "../project-settings.ts";
import { applySettings, createProject, gitLink, requireFree } from "../projects.ts";
import { bodyOf, queryOf } from "../requests.ts";
import { accountOf, projectAt, versions } from "../scope.ts";
import type { Store } from "../store.ts";
import type { Traffic } from "../traffic.ts";

const ListQuery = PageQuery.extend({ search: z.string().optional(), repo: z.string().optional() });

/** Projects and their connection to a repository. */
export function projectRoutes(store: Store, { builds, traffic }: { builds: Builds; traffic: Traffic }): Hono {
  const app = new Hono();

  app.on("POST", versions("/projects", 1, 8, 9, 10, 11), async (context) => {
    const account = accountOf(store, context);
    const body = await bodyOf(context, ProjectCreate);
    const { name, gitRepository, environmentVariables, publicSource: _ignored, ...settings } = body;
    const project = createProject(store, account, name);
    applySettings(project, settings);
    if (gitRepository) project.link = gitLink(gitRepository, store.now());
    for (const variable of environmentVariables) putEnv(store, project, variable, false);
    return context.json(projectAnswer(store, project));
  });

  app.on("GET", versions("/projects", 8, 9, 10), (context) => {
    const query = queryOf(context, ListQuery);
    const wanted = store
      .projectsOf(accountOf(store, context))
      .filter(({ name }) => !query.search || name.includes(query.search))
      .filter(({ link }) => !query.repo || (link && `${link.org}/${link.repo}`.endsWith(query.repo)));
    const { items, pagination } = page(wanted, query);
    return context.json({ projects: items.map((project) => projectAnswer(store, project)), pagination });
  });

  const one = "/projects/:project";
  app.on("GET", versions(one, 0, 2, 8, 9, 10), (context) =>
    context.json(projectAnswer(store, projectAt(store, context))),
  );

  app.on("PATCH", versions(one, 8, 9, 10), async (context) => {
    const project = projectAt(store, context);
    const { name, publicSource: _ignored, ...settings } = await bodyOf(context, ProjectPatch);
    if (name !== undefined && name !== project.name) {
      requireFree(store, project.account, name);
      project.name = name;
    }
    if (settings.autoAssignCustomDomains !== undefined) project.autoAssignBeforeRollback = undefined;
    applySettings(project, settings);
    return changed(project, context);
  });

  app.on("DELETE", versions(one, 2, 8, 9, 10), async (context) => {
    const project = projectAt(store, context);
    for (const deployment of store.deploymentsOf(project)) await builds.remove(deployment);
    const hosts = [...project.domains.keys()];
    store.projects.delete(project.id);
    for (const host of hosts) traffic.release(host);
    return context.body(null, 204);
  });

  app.on("POST", versions(`${one}/link`, 4, 9), async (context) => {
    const project = projectAt(store, context);
    project.link = gitLink(await bodyOf(context, GitRepository), store.now());
    return changed(project, context);
  });

  app.on("DELETE", versions(`${one}/link`, 4, 9), (context) => {
    const project = projectAt(store, context);
    project.link = undefined;
    return changed(project, context);
  });

  app.on("PATCH", versions(`${one}/branch`, 9), async (context) => {
    const project = projectAt(store, context);
    const { branch } = await bodyOf(context, z.strictObject({ branch: z.string().min(1) }));
    if (!project.link) throw badRequest("The project is not connected to a Git repository");
    project.link.productionBranch = branch;
    return changed(project, context);
  });

  const changed = (project: Project, context: { json(body: unknown): Response }) => {
    project.updatedAt = store.now();
    return context.json(projectAnswer(store, project));
  };
  return app;
}
