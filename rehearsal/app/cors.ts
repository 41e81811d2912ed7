import type { MiddlewareHandler } from "hono";
import { cors } from "hono/cors";

/**
 * CORS as `ALLOWED_ORIGINS` says: a comma-separated list; `*` allows any origin; empty allows none.
 * A preflight is answered 204 in every case; only a listed origin finds itself in it.
 */
export function corsFrom(allowedOrigins = ""): MiddlewareHandler {
  const origins = allowedOrigins
    .split(",")
    .map((origin) => origin.trim())
    .filter(Boolean);
  return cors({ origin: origins.includes("*") ? "*" : origins });
}
