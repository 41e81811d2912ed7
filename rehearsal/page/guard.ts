import { timingSafeEqual } from "node:crypto";
import type { MiddlewareHandler } from "hono";

/**
 * Answers only requests that were meant for this server: a name that somebody made lead to 127.0.0.1 (DNS rebinding)
 * is in the Host header and does not match.
 */
export const requireOwnHost: MiddlewareHandler = async (c, next) => {
  const port = new URL(c.req.url).port;
  const host = c.req.header("host");
  if (host !== `127.0.0.1:${port}` && host !== `localhost:${port}`) return c.text("Not for this host\n", 421);
  await next();
};

/** Nothing of the world is kept by a browser, framed, told to other sites, or able to run or load anything else. */
export const securityHeaders: MiddlewareHandler = async (c, next) => {
  await next();
  const headers = {
    "Content-Security-Policy": `default-src 'none'; ${["script-src", "style-src", "img-src", "connect-src"].map((kind) => `${kind} 'self'`).join("; ")}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
  };
  for (const [name, value] of Object.entries(headers)) c.header(name, value);
};

/** Whether the token is the expected one, in a time that does not depend on where they differ. */
export function isToken(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}
