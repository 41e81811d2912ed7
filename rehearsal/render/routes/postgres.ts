import { Hono } from "hono";
import type { z } from "zod";
import { badRequest, notFound } from "../api-error.ts";
import { environmentOf, ownerOf, type RenderCore } from "../core.ts";
import { digits } from "../entities/ids.ts";
import { type Moment, nanos } from "../entities/moment.ts";
import {
  defaultDiskGb,
  type Postgres,
  PostgresPatch,
  PostgresPost,
  postgresConnection,
  postgresJson,
  type Replica,
  type ReplicasInput,
} from "../entities/postgres.ts";
import { isSuspended } from "../entities/store.ts";
import { readBody } from "../http/body.ts";
import { ordinal, page } from "../http/pages.ts";
import { enumParam } from "../http/query.ts";
import { storeFilter } from "./store-filter.ts";

/** PostgreSQL databases. @see https://api-docs.render.com/reference/create-postgres */
export function postgresRoutes(core: RenderCore): Hono {
  const routes = new Hono();
  const json = (database: Postgres, time?: (moment: Moment) => string) =>
    postgresJson(database, ownerOf(core, database.ownerId), time);

  routes.get("/postgres", (c) => {
    const suspended = enumParam(c, "suspended", ["suspended", "not_suspended"]);
    const found = [...core.state.postgres.values()]
      .filter(storeFilter(c))
      .filter((one) => suspended?.includes(isSuspended(one) ? "suspended" : "not_suspended") ?? true);
    return c.json(
      page(
        c,
        "postgres",
        found,
        ({ sequence }) => ordinal(sequence),
        (one) => json(one),
      ),
    );
  });

  routes.post("/postgres", async (c) => {
    const body = await readBody(c, PostgresPost);
    ownerOf(core, body.ownerId);
    if (body.environmentId) environmentOf(core, body.environmentId);
    // As production was recorded to the last; other recordings, of 2024 and 2025, have "unknown" here.
    return c.json(json(addPostgres(core, body), nanos), 201);
  });

  routes.get("/postgres/:id", (c) => c.json(json(postgresOf(core, c.req.param("id")))));

  routes.patch("/postgres/:id", async (c) => {
    const database = postgresOf(core, c.req.param("id"));
    const sent = await readBody(c, PostgresPatch);
    const diskSizeGB = sent.diskSizeGB ?? database.diskSizeGB;
    if (database.diskSizeGB !== undefined && (diskSizeGB ?? 0) < database.diskSizeGB)
      throw badRequest(`diskSizeGB: cannot be decreased from ${database.diskSizeGB}`);
    const { plan, highAvailability } = database;
    database.name = sent.name ?? database.name;
    database.plan = sent.plan ?? plan;
    database.diskSizeGB = diskSizeGB;
    database.diskAutoscaling = sent.enableDiskAutoscaling ?? database.diskAutoscaling;
    database.highAvailability = sent.enableHighAvailability ?? highAvailability;
    if (sent.parameterOverrides !== undefined) database.parameterOverrides = sent.parameterOverrides ?? {};
    if (sent.readReplicas !== undefined) database.replicas = replicasOf(database, sent.readReplicas);
    if (sent.ipAllowList !== undefined) database.ipAllowList = sent.ipAllowList ?? [];
    database.updatedAt = core.state.moments.next();
    core.stores.reroute(database);
    if (database.plan !== plan || database.highAvailability !== highAvailability) core.stores.rebuild(database);
    return c.json(json(database));
  });

  routes.delete("/postgres/:id", async (c) => {
    const database = postgresOf(core, c.req.param("id"));
    core.state.postgres.delete(database.id);
    await core.stores.remove(database);
    return c.body(null, 204);
  });

  routes.get("/postgres/:id/connection-info", (c) => c.json(postgresConnection(postgresOf(core, c.req.param("id")))));

  return routes;
}

/** Makes a database, on its way to `available`. */
export function addPostgres({ state, stores }: RenderCore, body: z.infer<typeof PostgresPost>): Postgres {
  const id = `${state.ids.next("dpg")}-a`;
  const at = state.moments.next();
  const suffix = digits(`database of ${id}`, 4);
  const databaseName = `${body.databaseName || body.name.toLowerCase().replace(/[^a-z0-9]+/g, "_")}_${suffix}`;
  const database: Postgres = {
    ...{ id, sequence: state.nextSequence(), createdAt: at, updatedAt: at },
    ...{ ownerId: body.ownerId, name: body.name, plan: body.plan, version: body.version },
    region: body.region ?? "oregon",
    password: digits(`password of ${id}`, 32),
    environmentId: body.environmentId || undefined,
    ipAllowList: body.ipAllowList ?? [],
    databaseName,
    databaseUser: body.databaseUser || `${databaseName}_user`,
    diskSizeGB: body.diskSizeGB ?? defaultDiskGb(body.plan),
    diskAutoscaling: body.enableDiskAutoscaling ?? false,
    highAvailability: body.enableHighAvailability ?? false,
    parameterOverrides: body.parameterOverrides ?? {},
    replicas: replicasOf({ id, replicas: [] }, body.readReplicas),
    credentials: new Map(),
    exports: [],
    saved: undefined,
    status: "creating",
  };
  state.postgres.set(id, database);
  stores.start(database);
  return database;
}

/** The replicas asked for; one that was there before, by its name, keeps its id: the primary's with another letter. */
function replicasOf(
  { id, replicas }: Pick<Postgres, "id" | "replicas">,
  sent: z.infer<typeof ReplicasInput>,
): readonly Replica[] {
  const used = new Set(replicas.map((replica) => replica.id));
  const free = [..."bcdefghijklmnop"].map((letter) => id.replace(/-a$/, `-${letter}`)).filter((one) => !used.has(one));
  return (sent ?? []).map(({ name, parameterOverrides }) => {
    const before = replicas.find((replica) => replica.name === name);
    const overrides = parameterOverrides ?? undefined;
    return { id: before?.id ?? free.shift() ?? id, name, parameterOverrides: overrides };
  });
}

/** @throws ApiError 404 */
export function postgresOf({ state }: RenderCore, id: string): Postgres {
  const database = state.postgres.get(id);
  if (!database) throw notFound(id);
  return database;
}
