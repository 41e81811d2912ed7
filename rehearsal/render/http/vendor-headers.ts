import type { MiddlewareHandler } from "hono";
import { digits } from "../entities/ids.ts";

/** What every answer of the vendor's API carries, besides its rate limit. */
const everywhere: Readonly<Record<string, string>> = {
  "Referrer-Policy": "same-origin",
  Vary: "Origin",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "X-Xss-Protection": "1; mode=block",
};

/**
 * Puts the vendor's headers on every answer: a request id that names server and request, JSON with its charset, and
 * the length of a body that is empty.
 */
export function vendorHeaders(): MiddlewareHandler {
  let requests = 0;
  return async (c, next) => {
    requests += 1;
    const id = `api-${digits("server", 10)}-${digits("instance", 5)}/${digits("process", 10)}-${String(requests).padStart(6, "0")}`;
    await next();
    c.header("Render-Request-Id", id);
    for (const [name, value] of Object.entries(everywhere)) c.header(name, value);
    if (c.res.headers.has("content-type")) c.header("Content-Type", "application/json; charset=utf-8");
    else if (c.res.status !== 204) c.header("Content-Length", "0");
  };
}
