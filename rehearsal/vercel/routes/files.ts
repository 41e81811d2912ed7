import { createHash } from "node:crypto";
import { Hono } from "hono";
import { badRequest } from "../api-error.ts";
import { accountOf } from "../scope.ts";
import type { Store } from "../store.ts";

/** Uploads for deployments that are not built from Git; a file is known by its SHA-1. */
export function fileRoutes(store: Store): Hono {
  const app = new Hono();
  app.on("POST", ["/v2/files", "/v2/now/files"], async (context) => {
    accountOf(store, context);
    const said = context.req.header("x-vercel-digest") ?? context.req.header("x-now-digest");
    const digest = createHash("sha1")
      .update(new Uint8Array(await context.req.arrayBuffer()))
      .digest("hex");
    if (!said) throw badRequest("Missing `x-vercel-digest` header");
    if (said !== digest) throw badRequest(`The digest of the file is ${digest}, not ${said}`);
    store.files.add(digest);
    return context.json({ urls: [] });
  });
  return app;
}
