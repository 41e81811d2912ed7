import { Hono } from "hono";
import { notFound } from "../api-error.ts";
import { type RenderCore, serviceOf } from "../core.ts";
import { eventJson, eventTypes } from "../entities/event.ts";
import { ordinal, page } from "../http/pages.ts";
import { enumParam, timeParam } from "../http/query.ts";

/** What happened to a service. @see https://api-docs.render.com/reference/list-events */
export function eventRoutes(core: RenderCore): Hono {
  const routes = new Hono();

  routes.get("/services/:id/events", (c) => {
    const { id } = serviceOf(core, c.req.param("id"));
    const types = enumParam(c, "type", eventTypes);
    const [start, end] = [timeParam(c, "startTime"), timeParam(c, "endTime")];
    const found = [...core.state.events.values()].filter(
      ({ serviceId, type, at }) =>
        serviceId === id &&
        (types?.includes(type) ?? true) &&
        (start === undefined || at >= start) &&
        (end === undefined || at < end),
    );
    return c.json(page(c, "event", found, ({ sequence }) => ordinal(sequence), eventJson));
  });

  routes.get("/events/:id", (c) => {
    const event = core.state.events.get(c.req.param("id"));
    if (!event) throw notFound(c.req.param("id"));
    return c.json(eventJson(event));
  });

  return routes;
}
