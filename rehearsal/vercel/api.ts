import { Hono } from "hono";
import type { Faults } from "../core/faults.ts";
import type { Git } from "../core/git.ts";
import { ApiError, forbidden, notFound } from "./api-error.ts";
import type { Builds } from "./builds.ts";
import { accountRoutes } from "./routes/accounts.ts";
import { aliasRoutes } from "./routes/aliases.ts";
import { deploymentRoutes } from "./routes/deployments.ts";
import { domainRoutes } from "./routes/domains.ts";
import { envRoutes } from "./routes/env.ts";
import { fileRoutes } from "./routes/files.ts";
import { logRoutes } from "./routes/logs.ts";
import { productionRoutes } from "./routes/production.ts";
import { projectRoutes } from "./routes/projects.ts";
import type { Store } from "./store.ts";
import type { Traffic } from "./traffic.ts";

export interface ApiParts {
  readonly token: string;
  readonly git: Git;
  readonly faults: Faults;
  readonly builds: Builds;
  readonly traffic: Traffic;
  /** Requests no route answered, as `METHOD /path`. */
  readonly unknown: Set<string>;
}

/** The REST API: token, injected faults, routes, and the vendor's error bodies. */
export function api(store: Store, parts: ApiParts): Hono {
  const app = new Hono();

  app.use(async (context, next) => {
    const authorization = context.req.header("authorization");
    if (!authorization) throw forbidden("The request is missing an authentication token", { missingToken: true });
    if (authorization !== `Bearer ${parts.token}`) throw forbidden("Not authorized", { invalidToken: true });
    const at = `${context.req.method} ${context.req.path}`;
    const slow = parts.faults.take("slow", at);
    if (slow) await new Promise((resolve) => setTimeout(resolve, slow.delayMs ?? 0).unref());
    const fault = parts.faults.take("status", at);
    if (fault) throw injected(fault.status ?? 500);
    return next();
  });

  for (const routes of [
    accountRoutes(store),
    projectRoutes(store, parts),
    envRoutes(store),
    domainRoutes(store, parts.traffic),
    deploymentRoutes(store, parts),
    fileRoutes(store),
    aliasRoutes(store, parts.traffic),
    productionRoutes(store, parts.traffic),
    logRoutes(store),
  ])
    app.route("/", routes);

  app.notFound((context) => {
    parts.unknown.add(`${context.req.method} ${context.req.path}`);
    return context.json(notFound().body, 404);
  });
  app.onError((error, context) => {
    if (!(error instanceof ApiError)) throw error;
    const headers: Record<string, string> = error.status === 429 ? { "retry-after": "1" } : {};
    return context.json(error.body, error.status, headers);
  });
  return app;
}

function injected(status: number): ApiError {
  if (status === 429)
    return new ApiError(429, "rate_limited", "The rate limit of 100 exceeded for 'api'. Try again later", {
      limit: { total: 100, remaining: 0, reset: 1 },
    });
  if (status >= 500) return new ApiError(500, "internal_server_error", "An unexpected internal error occurred");
  return new ApiError(
    status === 409 ? 409 : status === 403 ? 403 : 400,
    "bad_request",
    "This request was made to fail",
  );
}
