import { Hono } from "hono";
import { z } from "zod";
import { ApiError } from "../api-error.ts";
import { envAnswer, Target } from "../env-variables.ts";
import { PageQuery, page } from "../pages.ts";
import { bodyOf, queryOf } from "../requests.ts";
import { accountOf, part } from "../scope.ts";
import type { Store } from "../store.ts";
import type { SharedVariable } from "../team-entities.ts";

const Type = z.enum(["sensitive", "encrypted", "plain", "system"]);
const comment = z.string().max(500).nullish();
const Create = z.strictObject({
  evs: z.array(z.strictObject({ key: z.string().min(1), value: z.string(), comment })).min(1),
  type: Type.default("encrypted"),
  target: z.array(Target).min(1),
  projectId: z.array(z.string()).nullish(),
  applyToAllCustomEnvironments: z.boolean().optional(),
});
const Update = z.strictObject({
  key: z.string().optional(),
  value: z.string().optional(),
  type: Type.optional(),
  target: z.array(Target).min(1).optional(),
  projectId: z.array(z.string()).nullish(),
  projectIdUpdates: z
    .strictObject({ link: z.array(z.string()).nullish(), unlink: z.array(z.string()).nullish() })
    .optional(),
  applyToAllCustomEnvironments: z.boolean().optional(),
  comment,
});
const ListQuery = PageQuery.extend({ projectId: z.string().optional(), search: z.string().optional() });

/** Variables that a team's projects share. */
export function sharedEnvRoutes(store: Store): Hono {
  const app = new Hono();
  const user = store.user.id;

  app.post("/v1/env", async (context) => {
    const account = accountOf(store, context);
    const { evs, type, target, projectId, applyToAllCustomEnvironments = false } = await bodyOf(context, Create);
    for (const { key } of evs) requireFree(store, account.id, key, target);
    const created = evs.map(({ key, value, comment: said }) => {
      const made = store.made(account, "shared env", 28, "env_");
      const variable: SharedVariable = {
        ...made,
        ...{
          key,
          value,
          type,
          target,
          projectId: projectId ?? [],
          applyToAllCustomEnvironments,
          comment: said ?? undefined,
        },
      };
      store.sharedEnv.set(variable.id, variable);
      return answer(variable, user);
    });
    return context.json({ created, failed: [] }, 201);
  });

  app.on("GET", ["/v1/env", "/v1/env/all"], (context) => {
    const query = queryOf(context, ListQuery);
    const wanted = store
      .ownedBy(store.sharedEnv, accountOf(store, context))
      .filter(({ projectId }) => !query.projectId || projectId.includes(query.projectId))
      .filter(({ key }) => !query.search || key.includes(query.search));
    const { items, pagination } = page(wanted, query);
    return context.json({ data: items.map((one) => ({ ...answer(one, user), securityIssues: [] })), pagination });
  });

  app.get("/v1/env/:id", (context) => context.json(answer(variableAt(store, context), user, true)));

  app.patch("/v1/env", async (context) => {
    const account = accountOf(store, context);
    const { updates } = await bodyOf(context, z.strictObject({ updates: z.record(z.string(), Update) }));
    const updated = Object.entries(updates).map(([id, update]) => {
      const variable = store.owned(store.sharedEnv, account, id, "environment variable");
      const { projectId, projectIdUpdates, key: _, comment: said, ...given } = update;
      requireFree(store, account.id, variable.key, given.target ?? variable.target, id);
      const linked = new Set([...(projectId ?? variable.projectId), ...(projectIdUpdates?.link ?? [])]);
      for (const one of projectIdUpdates?.unlink ?? []) linked.delete(one);
      Object.assign(variable, JSON.parse(JSON.stringify(given)), { projectId: [...linked], updatedAt: store.now() });
      if (said !== undefined) variable.comment = said ?? undefined;
      return answer(variable, user);
    });
    return context.json({ updated, failed: [] });
  });

  app.patch("/v1/env/:id/unlink/:project", (context) => {
    const variable = variableAt(store, context);
    const project = store.project(accountOf(store, context), part(context, "project"));
    variable.projectId = variable.projectId.filter((id) => id !== project.id);
    return context.json({ id: variable.id });
  });

  app.delete("/v1/env", async (context) => {
    const account = accountOf(store, context);
    const { ids } = await bodyOf(context, z.strictObject({ ids: z.array(z.string()).min(1) }));
    for (const id of ids) store.sharedEnv.delete(store.owned(store.sharedEnv, account, id, "environment variable").id);
    return context.json({ deleted: ids, failed: [] });
  });

  return app;
}

const variableAt = (store: Store, context: Parameters<typeof accountOf>[1]) =>
  store.owned(store.sharedEnv, accountOf(store, context), part(context, "id"), "environment variable");

function requireFree(store: Store, ownerId: string, key: string, target: readonly string[], except?: string): void {
  const other = [...store.sharedEnv.values()].find(
    (one) =>
      one.id !== except && one.ownerId === ownerId && one.key === key && one.target.some((of) => target.includes(of)),
  );
  if (other)
    throw new ApiError(
      409,
      "existing_key_and_target",
      `A shared variable with the key \`${key}\` and a target of ${target.join(", ")} exists already`,
      { key, target },
    );
}

function answer(variable: SharedVariable, userId: string, decrypt = false): Record<string, unknown> {
  const { ownerId, projectId, applyToAllCustomEnvironments, createdAt } = variable;
  const told = envAnswer({ ...variable, gitBranch: undefined, customEnvironmentIds: [] }, userId, decrypt);
  const { configurationId: _1, contentHint: _2, ...shared } = told;
  return { ...shared, ownerId, projectId, applyToAllCustomEnvironments, created: new Date(createdAt).toISOString() };
}
