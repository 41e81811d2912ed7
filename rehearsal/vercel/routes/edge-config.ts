import { createHash } from "node:crypto";
import { Hono } from "hono";
import { z } from "zod";
import { ApiError, badRequest, notFound } from "../api-error.ts";
import { code } from "../ids.ts";
import { bodyOf } from "../requests.ts";
import { accountOf, part } from "../scope.ts";
import type { Store } from "../store.ts";
import type { EdgeConfig } from "../team-entities.ts";

const Slug = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[\w-]+$/);
const Create = z.strictObject({ slug: Slug, items: z.record(z.string(), z.unknown()).optional() });
const Operation = z.strictObject({
  operation: z.enum(["create", "update", "upsert", "delete"]),
  key: z
    .string()
    .min(1)
    .max(256)
    .regex(/^[\w-]+$/),
  value: z.unknown().optional(),
  description: z.string().nullish(),
});
/** Older clients send the list itself. */
const Operations = z.union([
  z.array(Operation),
  z.strictObject({ items: z.array(Operation) }).transform(({ items }) => items),
]);

/** Edge Config, under its own name and the newer one. */
export function edgeConfigRoutes(store: Store): Hono {
  const app = new Hono();
  const names = (path: string) => [`/v1/edge-config${path}`, `/v1/global-config${path}`];
  const at = (context: Parameters<typeof accountOf>[1]) =>
    store.owned(store.edgeConfigs, accountOf(store, context), part(context, "id"), "Edge Config");

  app.on("POST", names(""), async (context) => {
    const account = accountOf(store, context);
    const { slug, items = {} } = await bodyOf(context, Create);
    requireFree(store, account.id, slug);
    const config: EdgeConfig = {
      ...store.made(account, "edge config", 28, "ecfg_"),
      slug,
      items: new Map(),
      tokens: new Map(),
      schema: undefined,
    };
    for (const [key, value] of Object.entries(items)) put(config, key, value, undefined, store.now());
    store.edgeConfigs.set(config.id, config);
    return context.json(answer(config), 201);
  });
  app.on("GET", names(""), (context) =>
    context.json(store.ownedBy(store.edgeConfigs, accountOf(store, context)).map(answer)),
  );
  app.on("GET", names("/:id"), (context) => context.json(answer(at(context))));
  app.on("PUT", names("/:id"), async (context) => {
    const config = at(context);
    const { slug } = await bodyOf(context, z.strictObject({ slug: Slug }));
    if (slug !== config.slug) requireFree(store, config.ownerId, slug);
    Object.assign(config, { slug, updatedAt: store.now() });
    return context.json(answer(config));
  });
  app.on("DELETE", names("/:id"), (context) => {
    store.edgeConfigs.delete(at(context).id);
    return context.body(null, 204);
  });

  app.on("PATCH", names("/:id/items"), async (context) => {
    const config = at(context);
    for (const { operation, key, value, description } of await bodyOf(context, Operations)) {
      const known = config.items.has(key);
      if (operation === "create" && known) throw new ApiError(409, "conflict", `The item ${key} exists already`);
      if ((operation === "update" || operation === "delete") && !known) throw badRequest(`There is no item ${key}`);
      if (operation === "delete") config.items.delete(key);
      else put(config, key, value, description ?? undefined, store.now());
    }
    config.updatedAt = store.now();
    return context.json({ status: "ok" });
  });
  app.on("GET", names("/:id/items"), (context) => {
    const config = at(context);
    return context.json([...config.items.keys()].map((key) => itemAnswer(config, key)));
  });
  app.on("GET", names("/:id/item/:key"), (context) => {
    const config = at(context);
    const key = part(context, "key");
    return config.items.has(key) ? context.json(itemAnswer(config, key)) : context.body(null, 204);
  });

  app.on("POST", names("/:id/schema"), async (context) => {
    const config = at(context);
    config.schema = (await bodyOf(context, z.strictObject({ definition: z.unknown() }))).definition;
    return context.json({ definition: config.schema });
  });
  app.on("GET", names("/:id/schema"), (context) => {
    const { schema } = at(context);
    return schema === undefined ? context.body(null, 204) : context.json({ definition: schema });
  });
  app.on("DELETE", names("/:id/schema"), (context) => {
    at(context).schema = undefined;
    return context.body(null, 204);
  });

  app.on("POST", names("/:id/token"), async (context) => {
    const config = at(context);
    const { label } = await bodyOf(context, z.strictObject({ label: z.string().max(52) }));
    const [id, token] = [store.ids.next("edge config token", 24), code(store.ids.seed("edge config secret"), 36)];
    config.tokens.set(token, { id, label, createdAt: store.now() });
    return context.json({ token, id }, 201);
  });
  app.on("GET", names("/:id/tokens"), (context) => {
    const config = at(context);
    return context.json([...config.tokens.keys()].map((token) => tokenAnswer(config, token)));
  });
  app.on("GET", names("/:id/token/:token"), (context) => {
    const config = at(context);
    const wanted = part(context, "token");
    const token = [...config.tokens].find(([secret, { id }]) => secret === wanted || id === wanted)?.[0];
    if (!token) throw notFound("The token was not found");
    return context.json({ ...tokenAnswer(config, token), token });
  });
  app.on("DELETE", names("/:id/tokens"), async (context) => {
    const config = at(context);
    const { tokens } = await bodyOf(context, z.strictObject({ tokens: z.array(z.string()) }));
    for (const wanted of tokens)
      for (const [secret, { id }] of config.tokens)
        if (secret === wanted || id === wanted) config.tokens.delete(secret);
    return context.body(null, 204);
  });

  return app;
}

function requireFree(store: Store, ownerId: string, slug: string): void {
  if ([...store.edgeConfigs.values()].some((one) => one.ownerId === ownerId && one.slug === slug))
    throw new ApiError(409, "conflict", `An Edge Config called ${slug} exists already`);
}

function put({ items }: EdgeConfig, key: string, value: unknown, description: string | undefined, now: number): void {
  const createdAt = items.get(key)?.createdAt ?? now;
  items.set(key, { value, description: description ?? items.get(key)?.description, createdAt, updatedAt: now });
}

function answer({ id, slug, ownerId, createdAt, updatedAt, items, schema }: EdgeConfig): Record<string, unknown> {
  const text = JSON.stringify(Object.fromEntries([...items].map(([key, { value }]) => [key, value])));
  const digest = createHash("sha256").update(text).digest("hex");
  const sizeInBytes = items.size === 0 ? 2 : Buffer.byteLength(text);
  return {
    ...{ id, slug, ownerId, createdAt, updatedAt, digest, sizeInBytes, itemCount: items.size },
    ...(schema === undefined ? {} : { schema }),
  };
}

const itemAnswer = ({ id, items }: EdgeConfig, key: string) => ({ key, edgeConfigId: id, ...items.get(key) });

const tokenAnswer = ({ id, tokens }: EdgeConfig, token: string) => ({
  edgeConfigId: id,
  partialToken: `${token.slice(0, 4)}********`,
  ...tokens.get(token),
});
