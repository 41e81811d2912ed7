import type { Channel } from "node:diagnostics_channel";
import type { MiddlewareHandler } from "hono";

/** One answer of an emulated API, as its client gets it. */
export interface Answered {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly status: number;
  readonly contentType: string | undefined;
  readonly body: string;
}

/** Tells each answer on a channel; whoever doubts the emulator's truth subscribes. Free of cost while nobody does. */
export const tellAnswers =
  (channel: Channel): MiddlewareHandler =>
  async (context, next) => {
    await next();
    if (!channel.hasSubscribers) return;
    const told: Answered = {
      method: context.req.method,
      path: context.req.path,
      status: context.res.status,
      contentType: context.res.headers.get("content-type") ?? undefined,
      body: await context.res.clone().text(),
    };
    channel.publish(told);
  };
