import { Hono } from "hono";
import { badRequest, notFound } from "../api-error.ts";
import { environmentOf, ownerOf, type RenderCore } from "../core.ts";
import { digits } from "../entities/ids.ts";
import {
  defaultPersistence,
  type KeyValue,
  KeyValuePatch,
  KeyValuePost,
  keyValueConnection,
  keyValueJson,
  listedKeyValueJson,
} from "../entities/key-value.ts";
import { type Moment, nanos } from "../entities/moment.ts";
import { isSuspended } from "../entities/store.ts";
import { readBody } from "../http/body.ts";
import { ordinal, page } from "../http/pages.ts";
import { storeFilter } from "./store-filter.ts";

/** The API has key value stores twice: under the name of today, and under the one from before. */
const names = [
  { path: "/key-value", noun: "keyValue", command: "cliCommand" },
  { path: "/redis", noun: "redis", command: "redisCLICommand" },
] as const;

/** Key value stores. @see https://api-docs.render.com/reference/create-key-value */
export function keyValueRoutes(core: RenderCore): Hono {
  const routes = new Hono();
  const json = (store: KeyValue, time?: (moment: Moment) => string) =>
    keyValueJson(store, ownerOf(core, store.ownerId), time);

  for (const { path, noun, command } of names) {
    routes.get(path, (c) => {
      const found = [...core.state.keyValues.values()].filter(storeFilter(c));
      const listed = (store: KeyValue) => listedKeyValueJson(store, ownerOf(core, store.ownerId));
      return c.json(page(c, noun, found, ({ sequence }) => ordinal(sequence), listed));
    });

    routes.post(path, async (c) => {
      const { state, stores } = core;
      const body = await readBody(c, KeyValuePost);
      ownerOf(core, body.ownerId);
      if (body.environmentId) environmentOf(core, body.environmentId);
      const id = state.ids.next("red");
      const at = state.moments.next();
      const store: KeyValue = {
        ...{ id, sequence: state.nextSequence(), createdAt: at, updatedAt: at },
        ...{ ownerId: body.ownerId, name: body.name, plan: body.plan, version: "8.1.4" },
        region: body.region ?? "oregon",
        password: digits(`password of ${id}`, 32),
        environmentId: body.environmentId || undefined,
        ipAllowList: body.ipAllowList ?? [],
        maxmemoryPolicy: body.maxmemoryPolicy ?? "allkeys_lru",
        persistenceMode: body.persistenceMode || defaultPersistence(body.plan),
        status: "creating",
        databases: new Map(),
      };
      state.keyValues.set(id, store);
      stores.start(store);
      // As recorded: it is known to be under way only when it is asked for again.
      return c.json({ ...json(store, nanos), status: "unknown" }, 201);
    });

    routes.get(`${path}/:id`, (c) => c.json(json(keyValueOf(core, c.req.param("id")))));

    routes.patch(`${path}/:id`, async (c) => {
      const store = keyValueOf(core, c.req.param("id"));
      const sent = await readBody(c, KeyValuePatch);
      store.name = sent.name ?? store.name;
      // A free store that is paid for from now on begins to keep its data.
      const kept = store.plan === "free" ? defaultPersistence(sent.plan ?? store.plan) : store.persistenceMode;
      store.plan = sent.plan ?? store.plan;
      store.maxmemoryPolicy = sent.maxmemoryPolicy ?? store.maxmemoryPolicy;
      store.persistenceMode = sent.persistenceMode ?? kept;
      if (sent.ipAllowList !== undefined) store.ipAllowList = sent.ipAllowList ?? [];
      store.updatedAt = core.state.moments.next();
      return c.json(json(store));
    });

    routes.delete(`${path}/:id`, async (c) => {
      const store = keyValueOf(core, c.req.param("id"));
      core.state.keyValues.delete(store.id);
      await core.stores.remove(store);
      return c.body(null, 204);
    });

    routes.get(`${path}/:id/connection-info`, (c) =>
      c.json(keyValueConnection(keyValueOf(core, c.req.param("id")), command)),
    );

    routes.post(`${path}/:id/suspend`, async (c) => {
      const store = keyValueOf(core, c.req.param("id"));
      await core.stores.suspend(store);
      store.updatedAt = core.state.moments.next();
      return c.body(null, 202);
    });

    routes.post(`${path}/:id/resume`, async (c) => {
      const store = keyValueOf(core, c.req.param("id"));
      if (!isSuspended(store)) throw badRequest(`${store.id} is not suspended`);
      await core.stores.resume(store);
      store.updatedAt = core.state.moments.next();
      return c.body(null, 202);
    });
  }
  return routes;
}

/** @throws ApiError 404 */
function keyValueOf({ state }: RenderCore, id: string): KeyValue {
  const store = state.keyValues.get(id);
  if (!store) throw notFound(id);
  return store;
}
