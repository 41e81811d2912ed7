import { Hono } from "hono";
import { z } from "zod";
import { code } from "../ids.ts";
import { bodyOf, queryOf } from "../requests.ts";
import { accountOf, part } from "../scope.ts";
import type { Store } from "../store.ts";
import type { Drain } from "../team-entities.ts";

const Delivery = z.looseObject({
  type: z.enum(["http", "otlphttp"]),
  headers: z.record(z.string(), z.string()).nullish(),
});
const Create = z.strictObject({
  name: z.string().min(1),
  projects: z.enum(["some", "all"]).optional(),
  projectIds: z.array(z.string()).nullish(),
  filter: z.looseObject({ version: z.literal("v2") }).nullish(),
  schemas: z.record(z.string(), z.looseObject({ version: z.string() })),
  delivery: Delivery,
  sampling: z.array(z.looseObject({ type: z.literal("head_sampling"), rate: z.number().min(0).max(1) })).nullish(),
  source: z.looseObject({ kind: z.enum(["self-served", "integration"]) }).optional(),
  transforms: z.array(z.unknown()).optional(),
});
const Update = Create.partial().extend({ status: z.enum(["enabled", "disabled"]).optional() });
const ListQuery = z.object({ projectId: z.string().optional() });

/** Log and trace drains: kept, not fed. */
export function drainRoutes(store: Store): Hono {
  const at = (context: Parameters<typeof accountOf>[1]) =>
    store.owned(store.drains, accountOf(store, context), part(context, "id"), "drain");
  return new Hono()
    .post("/v1/drains", async (context) => {
      const account = accountOf(store, context);
      const settings = await bodyOf(context, Create);
      for (const id of settings.projectIds ?? []) store.project(account, id);
      const drain: Drain = { ...store.made(account, "drain", 16, "ld_"), settings };
      store.drains.set(drain.id, drain);
      return context.json(answer(drain));
    })
    .get("/v1/drains", (context) => {
      const { projectId } = queryOf(context, ListQuery);
      const drains = store.ownedBy(store.drains, accountOf(store, context));
      const ids = ({ settings }: Drain) => settings.projectIds as string[] | undefined;
      return context.json({
        drains: drains.filter((one) => !projectId || (ids(one)?.includes(projectId) ?? true)).map(answer),
      });
    })
    .get("/v1/drains/:id", (context) => context.json(answer(at(context))))
    .patch("/v1/drains/:id", async (context) => {
      const drain = at(context);
      const given = await bodyOf(context, Update);
      drain.settings = { ...drain.settings, ...given };
      drain.updatedAt = store.now();
      return context.json(answer(drain));
    })
    .delete("/v1/drains/:id", (context) => {
      store.drains.delete(at(context).id);
      return context.body(null, 204);
    })
    .get("/v1/verify-endpoint", (context) =>
      context.json({ verificationCode: code(`endpoint of ${accountOf(store, context).id}`, 40, "0123456789abcdef") }),
    );
}

function answer({ id, ownerId, createdAt, updatedAt, settings }: Drain): Record<string, unknown> {
  const { name, projectIds, filter, schemas, delivery, sampling, status, source } = settings as z.output<typeof Update>;
  const secret = delivery?.secret ?? code(`drain ${id}`, 32, "0123456789abcdef");
  return {
    ...{ id, ownerId, createdAt, updatedAt, name, schemas },
    delivery: { ...delivery, headers: delivery?.headers ?? {}, secret },
    ...(projectIds ? { projectIds } : {}),
    ...(filter ? { filterV2: filter } : {}),
    ...(sampling ? { sampling } : {}),
    source: source ?? { kind: "self-served" },
    status: status ?? "enabled",
  };
}
