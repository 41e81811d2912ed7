import { Hono } from "hono";
import { z } from "zod";
import { ApiError, notFound } from "../api-error.ts";
import type { EnvVariable, Project } from "../entities.ts";
import { changeEnv, EnvCreate, EnvPatch, envAnswer, envForBuild, putEnv, Target } from "../env-variables.ts";
import { bodyOf, flag, parse, queryOf } from "../requests.ts";
import { part, projectAt, versions } from "../scope.ts";
import type { Store } from "../store.ts";

const CreateQuery = z.object({ upsert: flag });
const PullQuery = z.object({ gitBranch: z.string().optional() });
const ListQuery = z.object({
  decrypt: flag,
  gitBranch: z.string().optional(),
  customEnvironmentSlug: z.string().optional(),
  customEnvironmentId: z.string().optional(),
});

/** A project's environment variables. */
export function envRoutes(store: Store): Hono {
  const app = new Hono();
  const user = store.user.id;

  app.on("POST", versions("/projects/:project/env", 8, 9, 10), async (context) => {
    const project = projectAt(store, context);
    const { upsert } = queryOf(context, CreateQuery);
    const body = await bodyOf(context, z.unknown());
    if (!Array.isArray(body)) {
      const created = putEnv(store, project, parse(EnvCreate, body, "request body"), upsert);
      return context.json({ created: envAnswer(created, user), failed: [] }, 201);
    }
    const created: EnvVariable[] = [];
    const failed: unknown[] = [];
    for (const one of parse(z.array(EnvCreate).min(1), body, "request body"))
      try {
        created.push(putEnv(store, project, one, upsert));
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        failed.push(error.body);
      }
    return context.json({ created: created.map((one) => envAnswer(one, user)), failed }, 201);
  });

  app.on("GET", versions("/projects/:project/env", 8, 9, 10), (context) => {
    const project = projectAt(store, context);
    const { decrypt, gitBranch, customEnvironmentSlug: slug, customEnvironmentId } = queryOf(context, ListQuery);
    const custom = [...project.environments.values()].find((one) => one.slug === slug)?.id ?? customEnvironmentId;
    const variables = [...project.env.values()]
      .filter((one) => !gitBranch || !one.gitBranch || one.gitBranch === gitBranch)
      .filter((one) => custom === undefined || one.customEnvironmentIds.includes(custom));
    return context.json({
      envs: variables.map((one) => ({ ...envAnswer(one, user, decrypt), securityIssues: [] })),
      pagination: { count: variables.length, next: null, prev: null },
    });
  });

  app.on("GET", versions("/projects/:project/env/:id", 1, 8, 9, 10), (context) => {
    const project = projectAt(store, context);
    return context.json(envAnswer(variableOf(project, part(context, "id")), user, true));
  });

  app.on("PATCH", versions("/projects/:project/env/:id", 8, 9, 10), async (context) => {
    const project = projectAt(store, context);
    const variable = variableOf(project, part(context, "id"));
    changeEnv(store, project, variable, await bodyOf(context, EnvPatch));
    return context.json(envAnswer(variable, user));
  });

  app.on("DELETE", versions("/projects/:project/env", 1), async (context) => {
    const project = projectAt(store, context);
    const { ids } = await bodyOf(context, z.strictObject({ ids: z.array(z.string()).min(1) }));
    for (const id of ids) project.env.delete(variableOf(project, id).id);
    return context.json({ deleted: ids.length, ids });
  });

  app.on("DELETE", versions("/projects/:project/env/:id", 8, 9, 10), (context) => {
    const project = projectAt(store, context);
    const variable = variableOf(project, part(context, "id"));
    project.env.delete(variable.id);
    return context.json(envAnswer(variable, user));
  });

  // What `vercel env pull` and `vercel dev` write to disk: decrypted, without sensitive values.
  app.on("GET", versions("/env/pull/:project/:target", 3), (context) => {
    const project = projectAt(store, context);
    const target = parse(Target, part(context, "target"), "target");
    const { gitBranch } = queryOf(context, PullQuery);
    const readable = { ...project, env: new Map([...project.env].filter(([, { type }]) => type !== "sensitive")) };
    const env = envForBuild(readable, target, gitBranch);
    return context.json({ env, buildEnv: env });
  });

  return app;
}

function variableOf(project: Project, id: string): EnvVariable {
  const variable = project.env.get(id);
  if (!variable) throw notFound("The environment variable could not be found");
  return variable;
}
