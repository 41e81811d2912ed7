import { Hono } from "hono";
import { z } from "zod";
import { ApiError, badRequest, notFound } from "../api-error.ts";
import { ownerOf, type RenderCore } from "../core.ts";
import { micros, momentOf } from "../entities/moment.ts";
import { type Postgres, postgresJson } from "../entities/postgres.ts";
import { isSuspended } from "../entities/store.ts";
import { readBody } from "../http/body.ts";
import { addPostgres, postgresOf } from "./postgres.ts";

const Overrides = z.object({ parameterOverrides: z.record(z.string(), z.string()) });
const RecoveryInput = z.object({
  restoreTime: z.iso.datetime({ offset: true }),
  restoreName: z.string().nullish(),
  plan: z.string().nullish(),
  environmentId: z.string().nullish(),
});

/** What is done with a database that runs. @see https://api-docs.render.com/reference/restart-postgres */
export function postgresOperationRoutes(core: RenderCore): Hono {
  const routes = new Hono();
  const at = "/postgres/:id";

  routes.post(`${at}/suspend`, async (c) => {
    const database = postgresOf(core, c.req.param("id"));
    await core.stores.suspend(database);
    database.updatedAt = core.state.moments.next();
    return c.body(null, 202);
  });

  routes.post(`${at}/resume`, async (c) => {
    const database = postgresOf(core, c.req.param("id"));
    if (!isSuspended(database)) throw badRequest(`${database.id} is not suspended`);
    await core.stores.resume(database);
    database.updatedAt = core.state.moments.next();
    return c.body(null, 202);
  });

  routes.post(`${at}/restart`, (c) => {
    core.stores.restart(running(core, c.req.param("id")));
    return c.body(null, 202);
  });

  routes.post(`${at}/failover`, (c) => {
    const database = running(core, c.req.param("id"));
    if (!database.highAvailability) throw badRequest("failover needs high availability");
    core.stores.restart(database);
    return c.body(null, 202);
  });

  routes.post(`${at}/promote`, (c) => {
    const { id } = postgresOf(core, c.req.param("id"));
    throw badRequest(`${id} is a primary; only a replica can be promoted`);
  });

  routes.get(`${at}/export`, (c) =>
    c.json(
      postgresOf(core, c.req.param("id")).exports.map(({ id, createdAt }) => ({ id, createdAt: micros(createdAt) })),
    ),
  );

  routes.post(`${at}/export`, (c) => {
    const database = running(core, c.req.param("id"));
    const createdAt = core.state.moments.next();
    database.exports.unshift({ id: micros(createdAt).replace(/\.\d+/, ""), createdAt });
    return c.body(null, 202);
  });

  routes.get(`${at}/credentials`, (c) => {
    const { databaseUser, createdAt, credentials } = postgresOf(core, c.req.param("id"));
    const users = [[databaseUser, createdAt] as const, ...credentials];
    return c.json(
      users.map(([username, since]) => ({
        ...{ username, default: username === databaseUser },
        ...{ createdAt: micros(since), openConnections: 0 },
      })),
    );
  });

  routes.post(`${at}/credentials`, async (c) => {
    const database = running(core, c.req.param("id"));
    const { username } = await readBody(c, z.object({ username: z.string().regex(/^[a-z_][a-z0-9_]{0,62}$/) }));
    if (username === database.databaseUser || database.credentials.has(username))
      throw new ApiError(409, `user already exists: ${username}`);
    database.credentials.set(username, core.state.moments.next());
    return c.body(null, 202);
  });

  routes.delete(`${at}/credentials/:username`, (c) => {
    const database = postgresOf(core, c.req.param("id"));
    const username = c.req.param("username");
    if (username === database.databaseUser) throw badRequest("the default user cannot be deleted");
    if (!database.credentials.delete(username)) throw notFound(username);
    return c.body(null, 200);
  });

  routes.get(`${at}/recovery`, (c) => {
    const database = postgresOf(core, c.req.param("id"));
    if (database.plan === "free") return c.json({ recoveryStatus: "NOT_AVAILABLE" });
    if (database.status === "creating") return c.json({ recoveryStatus: "BACKUP_NOT_READY" });
    return c.json({ recoveryStatus: "AVAILABLE", startsAt: micros(database.createdAt) });
  });

  /** A new database, as the old one was; the world copies no data into it. */
  routes.post(`${at}/recovery`, async (c) => {
    const from = running(core, c.req.param("id"));
    const sent = await readBody(c, RecoveryInput);
    const moment = momentOf(sent.restoreTime);
    if (from.plan === "free") throw badRequest("recovery is not available for free databases");
    if (moment === undefined || moment < from.createdAt) throw badRequest("restoreTime: before the earliest backup");
    const { ownerId, region, databaseUser, diskSizeGB, ipAllowList } = from;
    const recovered = addPostgres(core, {
      ...{ ownerId, region, databaseUser, diskSizeGB, ipAllowList: [...ipAllowList] },
      name: sent.restoreName || `${from.name}-recovery`,
      plan: sent.plan || from.plan,
      version: from.version as "17",
      databaseName: from.databaseName.replace(/_[0-9a-z]{4}$/, ""),
      environmentId: sent.environmentId || from.environmentId,
    });
    return c.json(postgresJson(recovered, ownerOf(core, recovered.ownerId)));
  });

  routes.get(`${at}/parameter-overrides`, (c) =>
    c.json({ parameterOverrides: postgresOf(core, c.req.param("id")).parameterOverrides }),
  );

  routes.put(`${at}/parameter-overrides`, async (c) => {
    const database = postgresOf(core, c.req.param("id"));
    const { parameterOverrides } = await readBody(c, Overrides);
    database.parameterOverrides = parameterOverrides;
    database.updatedAt = core.state.moments.next();
    const affectedDatabases = [database.id, ...database.replicas.map(({ id }) => id)];
    return c.json({ affectedDatabases, appliedOverrides: parameterOverrides, requiresRestart: false });
  });

  routes.get(`${at}/parameter-overrides/available`, (c) => {
    postgresOf(core, c.req.param("id"));
    return c.json({ availableParameterOverrides: [] });
  });

  /** The world keeps no statistics of queries. */
  const statistics = {
    processes: "processes",
    "top-queries": "topQueries",
    sizes: "sizes",
    "table-scans": "tableScans",
  };
  for (const [path, member] of Object.entries(statistics))
    routes.get(`${at}/query/${path}`, (c) => {
      postgresOf(core, c.req.param("id"));
      return c.json({ [member]: [] });
    });

  return routes;
}

/** @throws ApiError 404, or 400 while it is suspended or being created */
function running(core: RenderCore, id: string): Postgres {
  const database = postgresOf(core, id);
  if (database.status !== "available") throw badRequest(`${id} is ${database.status}`);
  return database;
}
