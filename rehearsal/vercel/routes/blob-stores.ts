import { createHash } from "node:crypto";
import { Hono } from "hono";
import { z } from "zod";
import { ApiError, badRequest, forbidden, notFound } from "../api-error.ts";
import { code, hostCode } from "../ids.ts";
import { bodyOf } from "../requests.ts";
import { accountOf, part, versions } from "../scope.ts";
import type { Store } from "../store.ts";
import type { BlobConnection, BlobObject, BlobStore } from "../team-entities.ts";

const Create = z.strictObject({
  name: z.string().min(1),
  access: z.enum(["public", "private"]).optional(),
  region: z.string().optional(),
});
const Connect = z.strictObject({
  projectId: z.string(),
  envVarEnvironments: z.array(z.string()).nullish(),
  envVarPrefix: z.string().nullish(),
});

/** Blob stores, their connections to projects, and their read-write tokens. */
export function blobStoreRoutes(store: Store): Hono {
  const app = new Hono();
  const many = versions("/storage/stores", 0, 1);
  const made = versions("/storage/stores/blob", 0, 1);
  const each = (paths: readonly string[], end: string) => paths.map((path) => `${path}${end}`);
  const at = (context: Parameters<typeof accountOf>[1]) =>
    store.owned(store.blobStores, accountOf(store, context), part(context, "id"), "store");

  app.on("POST", made, async (context) => {
    const account = accountOf(store, context);
    const { name, access, region } = await bodyOf(context, Create);
    if (store.ownedBy(store.blobStores, account).some((one) => one.name === name))
      throw new ApiError(409, "conflict", `A store called ${name} exists already`);
    const own = store.made(account, "blob store", 16, "store_");
    const token = `vercel_blob_rw_${own.id.slice(6)}_${code(`blob ${own.id}`, 30)}`;
    const kept = {
      ...own,
      name,
      access: access ?? "public",
      region: region ?? "iad1",
      token,
      connections: new Map(),
      objects: new Map(),
    };
    store.blobStores.set(kept.id, kept);
    return context.json({ store: storeAnswer(store, kept) });
  });
  app.on("GET", many, (context) =>
    context.json({
      stores: store.ownedBy(store.blobStores, accountOf(store, context)).map((one) => storeAnswer(store, one)),
    }),
  );
  app.on("GET", each(many, "/:id"), (context) => context.json({ store: storeAnswer(store, at(context)) }));
  app.on("PUT", each(made, "/:id"), async (context) => {
    const known = at(context);
    known.name = (await bodyOf(context, z.strictObject({ name: z.string().min(1) }))).name;
    known.updatedAt = store.now();
    return context.json({ store: storeAnswer(store, known) });
  });
  app.on("DELETE", each(made, "/:id"), (context) => {
    const known = at(context);
    if (known.connections.size > 0) throw new ApiError(409, "conflict", "The store is connected to a project");
    store.blobStores.delete(known.id);
    return context.json({ id: known.id });
  });
  app.on("GET", each(many, "/:id/secrets"), (context) => context.json({ rwToken: at(context).token }));

  app.on("POST", each(many, "/:id/connections"), async (context) => {
    const known = at(context);
    const wanted = await bodyOf(context, Connect);
    const { id: projectId } = store.project(accountOf(store, context), wanted.projectId);
    const connection: BlobConnection = {
      id: store.ids.next("blob connection", 16, "spc_"),
      projectId,
      envVarEnvironments: wanted.envVarEnvironments ?? ["production", "preview", "development"],
      envVarPrefix: wanted.envVarPrefix ?? null,
    };
    known.connections.set(connection.id, connection);
    return context.json(connectionAnswer(store, connection));
  });
  app.on("GET", each(many, "/:id/connections"), (context) =>
    context.json({ connections: [...at(context).connections.values()].map((one) => connectionAnswer(store, one)) }),
  );
  app.on("PATCH", each(many, "/:id/connections/:connection"), async (context) => {
    const connection = connectionIn(at(context), part(context, "connection"));
    const { envVarEnvironments, envVarPrefix } = await bodyOf(context, Connect.partial());
    connection.envVarEnvironments = envVarEnvironments ?? connection.envVarEnvironments;
    if (envVarPrefix !== undefined) connection.envVarPrefix = envVarPrefix;
    return context.json(connectionAnswer(store, connection));
  });
  app.on("DELETE", each(many, "/:id/connections/:connection"), (context) => {
    const known = at(context);
    known.connections.delete(connectionIn(known, part(context, "connection")).id);
    return context.body(null, 204);
  });

  return app;
}

/** Objects, at `https://vercel.com/api/blob`, with a store's own token. Their contents are not kept. */
export function blobObjectRoutes(store: Store): Hono {
  const app = new Hono();
  const storeAt = (authorization: string | undefined): BlobStore => {
    const found = [...store.blobStores.values()].find(({ token }) => authorization === `Bearer ${token}`);
    if (!found) throw forbidden("Access denied, please provide a valid token for this resource");
    return found;
  };
  const one = ["/api/blob", "/api/blob/"];
  app.on("PUT", one, async (context) => {
    const holder = storeAt(context.req.header("authorization"));
    const pathname = context.req.query("pathname");
    if (!pathname) throw badRequest("`pathname` is required");
    const body = new Uint8Array(await context.req.arrayBuffer());
    const age = context.req.header("x-cache-control-max-age") ?? "2592000";
    const object: BlobObject = {
      pathname,
      contentType:
        context.req.header("x-content-type") ?? context.req.header("content-type") ?? "application/octet-stream",
      cacheControl: `public, max-age=${age}`,
      size: body.length,
      etag: createHash("md5").update(body).digest("hex"),
      uploadedAt: new Date(store.now()).toISOString(),
    };
    holder.objects.set(pathname, object);
    return context.json(objectAnswer(holder, object));
  });
  app.on("GET", one, (context) => {
    const holder = storeAt(context.req.header("authorization"));
    const wanted = context.req.query("url") ?? "";
    const object = holder.objects.get(wanted.replace(/^https:\/\/[^/]+\//, ""));
    if (!object) throw notFound("The requested blob does not exist");
    return context.json(objectAnswer(holder, object));
  });
  app.post("/api/blob/delete", async (context) => {
    const holder = storeAt(context.req.header("authorization"));
    const { urls } = await bodyOf(context, z.strictObject({ urls: z.array(z.string()) }));
    for (const url of urls) holder.objects.delete(url.replace(/^https:\/\/[^/]+\//, ""));
    return context.json(null);
  });
  return app;
}

function connectionIn({ connections }: BlobStore, id: string): BlobConnection {
  const connection = connections.get(id);
  if (!connection) throw notFound("The connection was not found");
  return connection;
}

function storeAnswer(
  store: Store,
  { id, ownerId, name, access, region, createdAt, updatedAt, objects, connections }: BlobStore,
) {
  return {
    ...{
      id,
      ownerId,
      name,
      access,
      region,
      createdAt,
      updatedAt,
      type: "blob",
      status: "available",
      billingState: "active",
    },
    count: objects.size,
    size: [...objects.values()].reduce((sum, object) => sum + object.size, 0),
    usageQuotaExceeded: false,
    isTokenExpired: false,
    totalConnectedProjects: connections.size,
    projectsMetadata: [...connections.values()].map((one) => {
      const { name: project, settings } = store.ownerOf(one);
      return {
        ...{
          id: one.id,
          projectId: one.projectId,
          name: project,
          environments: one.envVarEnvironments,
          envVarPrefix: one.envVarPrefix,
        },
        environmentVariables: [],
        ...(settings.framework ? { framework: settings.framework } : {}),
      };
    }),
  };
}

function connectionAnswer(store: Store, connection: BlobConnection): Record<string, unknown> {
  const { id, name, settings } = store.ownerOf(connection);
  return { ...connection, project: { id, name, framework: settings.framework ?? null }, productionDeployment: null };
}

function objectAnswer({ id }: BlobStore, { etag, ...object }: BlobObject): Record<string, unknown> {
  const url = `https://${hostCode(id, 16)}.public.blob.vercel-storage.com/${object.pathname}`;
  const contentDisposition = `inline; filename="${object.pathname.split("/").at(-1)}"`;
  return { ...object, url, downloadUrl: `${url}?download=1`, contentDisposition, etag: `"${etag}"` };
}
