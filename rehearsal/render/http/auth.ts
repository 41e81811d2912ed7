import { timingSafeEqual } from "node:crypto";
import type { MiddlewareHandler } from "hono";
import { ApiError } from "../api-error.ts";

/** Lets in whoever bears the world's token, and only clients that take JSON. */
export function requireToken(token: string): MiddlewareHandler {
  const expected = Buffer.from(`Bearer ${token}`);
  return async (c, next) => {
    const sent = Buffer.from(c.req.header("authorization") ?? "");
    if (sent.length !== expected.length || !timingSafeEqual(sent, expected)) throw new ApiError(401, "unauthorized");
    const accept = c.req.header("accept") ?? "*/*";
    if (!/(application\/(json|\*)|\*\/\*)/i.test(accept))
      throw new ApiError(406, "not acceptable: only application/json");
    await next();
  };
}
