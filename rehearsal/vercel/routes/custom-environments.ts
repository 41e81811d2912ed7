import { Hono } from "hono";
import { z } from "zod";
import { ApiError, badRequest, notFound } from "../api-error.ts";
import type { Project } from "../entities.ts";
import type { CustomEnvironment } from "../project-entities.ts";
import { bodyOf } from "../requests.ts";
import { part, projectAt, versions } from "../scope.ts";
import type { Store } from "../store.ts";

const Matcher = z.strictObject({ type: z.enum(["startsWith", "equals", "endsWith"]), pattern: z.string().max(100) });
const Slug = z
  .string()
  .min(1)
  .max(32)
  .regex(/^[a-z0-9-_]+$/);
const Create = z.strictObject({
  slug: Slug.optional(),
  description: z.string().max(256).nullish(),
  branchMatcher: Matcher.nullish(),
  copyEnvVarsFrom: z.string().optional(),
});
const Delete = z.strictObject({ deleteUnassignedEnvironmentVariables: z.boolean().optional() });

/** A project's own environments beside production, preview and development. */
export function customEnvironmentRoutes(store: Store): Hono {
  const app = new Hono();
  const many = versions("/projects/:project/custom-environments", 0, 1, 9);
  const one = many.map((path) => `${path}/:environment`);

  app.on("POST", many, async (context) => {
    const project = projectAt(store, context);
    const { slug = `env-${project.environments.size + 1}`, description, branchMatcher } = await bodyOf(context, Create);
    requireFree(project, slug);
    const now = store.now();
    const environment: CustomEnvironment = {
      id: store.ids.next("custom environment", 28, "env_"),
      slug,
      description: description ?? "",
      branchMatcher: branchMatcher ?? undefined,
      createdAt: now,
      updatedAt: now,
    };
    project.environments.set(environment.id, environment);
    return context.json(environmentAnswer(project, environment), 201);
  });

  app.on("GET", many, (context) => {
    const project = projectAt(store, context);
    const environments = [...project.environments.values()].map((each) => environmentAnswer(project, each));
    return context.json({ accountLimit: { total: 12 }, environments });
  });

  app.on("GET", one, (context) => {
    const project = projectAt(store, context);
    return context.json(environmentAnswer(project, environmentIn(project, part(context, "environment"))));
  });

  app.on("PATCH", one, async (context) => {
    const project = projectAt(store, context);
    const environment = environmentIn(project, part(context, "environment"));
    const { slug, description, branchMatcher } = await bodyOf(context, Create);
    if (slug !== undefined && slug !== environment.slug) requireFree(project, slug);
    environment.slug = slug ?? environment.slug;
    if (description !== undefined) environment.description = description ?? "";
    if (branchMatcher !== undefined) environment.branchMatcher = branchMatcher ?? undefined;
    environment.updatedAt = store.now();
    return context.json(environmentAnswer(project, environment));
  });

  app.on("DELETE", one, async (context) => {
    const project = projectAt(store, context);
    const environment = environmentIn(project, part(context, "environment"));
    const { deleteUnassignedEnvironmentVariables: drop } = await bodyOf(context, Delete);
    project.environments.delete(environment.id);
    for (const variable of project.env.values()) {
      if (!variable.customEnvironmentIds.includes(environment.id)) continue;
      variable.customEnvironmentIds = variable.customEnvironmentIds.filter((id) => id !== environment.id);
      const unassigned = variable.target.length + variable.customEnvironmentIds.length === 0;
      if (drop && unassigned) project.env.delete(variable.id);
    }
    for (const domain of project.domains.values())
      if (domain.customEnvironmentId === environment.id) domain.customEnvironmentId = null;
    return context.json(environmentAnswer(project, environment));
  });

  return app;
}

/** By id or slug. */
export function environmentIn({ environments }: Project, idOrSlug: string): CustomEnvironment {
  const found = [...environments.values()].find(({ id, slug }) => id === idOrSlug || slug === idOrSlug);
  if (!found) throw notFound("The custom environment was not found");
  return found;
}

function environmentAnswer({ domains }: Project, environment: CustomEnvironment): Record<string, unknown> {
  const { branchMatcher, ...rest } = environment;
  const own = [...domains.values()].filter(({ customEnvironmentId }) => customEnvironmentId === environment.id);
  return {
    ...rest,
    type: "preview",
    ...(branchMatcher ? { branchMatcher } : {}),
    currentDeploymentAliases: own.map(({ name }) => name),
  };
}

function requireFree({ environments }: Project, slug: string): void {
  if (["production", "preview", "development"].includes(slug)) throw badRequest(`The slug ${slug} is reserved`);
  if ([...environments.values()].some((one) => one.slug === slug))
    throw new ApiError(409, "conflict", `A custom environment with the slug ${slug} exists already`);
}
