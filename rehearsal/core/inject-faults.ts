import type { IncomingMessage } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Context, MiddlewareHandler } from "hono";
import type { Fault, Faults } from "./faults.ts";

/** A refusal that was asked for. */
export type Refused = Extract<Fault, { kind: "status" }>;

/**
 * Applies the faults that a rehearsal asked for this request.
 * @param refusal makes the vendor's own error, which its error handler answers.
 * @param headersOf what the vendor sends along with a refusal, such as when to come back.
 */
export function injectFaults(
  faults: Faults,
  refusal: (status: number, message: string) => Error,
  headersOf: (refused: Refused) => Readonly<Record<string, string>> = retryAfter,
  // biome-ignore lint/suspicious/noExplicitAny: it fits in front of an app with any variables
): MiddlewareHandler<any> {
  return async (c, next) => {
    const call = `${c.req.method} ${c.req.path}`;
    const slow = faults.take("slow", call);
    if (slow) await pause(slow.delayMs ?? 1000, undefined, { ref: false });

    const refused = faults.take("status", call);
    if (refused) {
      // The error handler's answer takes the headers of the one before over.
      c.res = new Response(null, { headers: headersOf(refused) });
      throw refusal(refused.status ?? 500, `injected fault: ${refused.status ?? 500}`);
    }
    const reset = faults.take("reset", call);
    if (reset && reset.when !== "after") return hangUp(c);
    const lost = faults.take("lost", call);
    const truncated = faults.take("truncated", call);
    await next();
    if (reset) return hangUp(c);
    if (lost) c.res = Response.json({ message: "injected fault: the answer was lost" }, { status: lost.status ?? 502 });
    if (truncated) c.res = await half(c.res);
  };
}

const retryAfter = ({ retryAfterSeconds }: Refused): Record<string, string> =>
  retryAfterSeconds === undefined ? {} : { "Retry-After": String(retryAfterSeconds) };

/** Resets the connection, as a server that died does. */
function hangUp(c: Context): Response {
  (c.env as { readonly incoming?: IncomingMessage }).incoming?.socket.resetAndDestroy();
  return RESPONSE_ALREADY_SENT;
}

/** The first half of an answer's body, with the headers of the whole. */
async function half(answer: Response): Promise<Response> {
  const text = await answer.text();
  const headers = new Headers(answer.headers);
  headers.delete("content-length");
  return new Response(text.slice(0, Math.ceil(text.length / 2)), { status: answer.status, headers });
}
