import type { MiddlewareHandler } from "hono";
import { ApiError } from "../api-error.ts";
import type { Actor, GitHubCore, Scope } from "../core.ts";

/** Finds out who asks and by which address. A token that nobody has is refused; none at all may read what is public. */
export function identify(core: GitHubCore): MiddlewareHandler<Scope> {
  return async (c, next) => {
    const host = c.req.header("x-forwarded-host");
    const origin = host === undefined ? new URL(c.req.url).origin : `https://${host}`;
    c.set("base", c.req.path.startsWith("/api/v3") ? `${origin}/api/v3` : origin);
    c.set("actor", bearerOf(core, c.req.header("authorization")));
    await next();
  };
}

function bearerOf({ state }: GitHubCore, authorization: string | undefined): Actor | undefined {
  if (authorization === undefined) return undefined;
  const token = state.tokens.get(tokenIn(authorization));
  if (!token) throw new ApiError(401, "Bad credentials");
  if ("login" in token) return token;
  return { login: `${state.apps.get(token.appId)?.slug}[bot]`, ...token };
}

/** `Bearer T`, `token T`, or basic authentication with the token as password. */
function tokenIn(authorization: string): string {
  const [scheme = "", value = ""] = authorization.split(/\s+/);
  if (scheme.toLowerCase() !== "basic") return value;
  return Buffer.from(value, "base64").toString().split(":").at(-1) ?? "";
}
