import { createHash } from "node:crypto";
import type { MiddlewareHandler } from "hono";
import type { GitHubCore, Scope } from "../core.ts";

const LIMIT = 5000;
const HOUR_MS = 3_600_000;

/** What every answer carries: request id, API version, rate limit, ETag; 304 for what the client has already. */
export function commonHeaders({ state, clock }: GitHubCore): MiddlewareHandler<Scope> {
  return async (c, next) => {
    state.counters.requests += 1;
    const number = state.counters.requests;
    await next();
    const body = await c.res.clone().arrayBuffer();
    const etag = `W/"${createHash("sha256").update(Buffer.from(body)).digest("hex")}"`;
    const has = (c.req.header("if-none-match") ?? "").split(/\s*,\s*/);
    const isRead = c.req.method === "GET" && c.res.status === 200;
    if (isRead && has.some((known) => known === etag || known === etag.slice(2)))
      c.res = new Response(null, { status: 304, headers: c.res.headers });

    if (isRead) c.header("ETag", etag);
    c.header("Cache-Control", "private, max-age=60, s-maxage=60");
    c.header("Vary", "Accept, Authorization, Cookie, X-GitHub-OTP");
    c.header("Server", "github.com");
    c.header("X-GitHub-Media-Type", "github.v3; format=json");
    c.header("X-GitHub-Api-Version-Selected", c.req.header("x-github-api-version") ?? "2022-11-28");
    c.header("X-GitHub-Request-Id", createHash("sha1").update(String(number)).digest("hex").slice(0, 32).toUpperCase());
    if (c.get("actor")?.appId === undefined) c.header("X-OAuth-Scopes", "admin:org, read:user, repo, workflow");
    // A client that sees none left would wait for the reset, so there is always one.
    const used = Math.min(number, LIMIT - 1);
    c.header("X-RateLimit-Limit", String(LIMIT));
    c.header("X-RateLimit-Remaining", String(LIMIT - used));
    c.header("X-RateLimit-Used", String(used));
    c.header("X-RateLimit-Reset", String(Math.ceil((clock.now().getTime() + HOUR_MS) / 1000)));
    c.header("X-RateLimit-Resource", "core");
    if (c.res.headers.get("content-type") === "application/json")
      c.header("Content-Type", "application/json; charset=utf-8");
  };
}
