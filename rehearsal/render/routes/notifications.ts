import { Hono } from "hono";
import { notFound } from "../api-error.ts";
import { type RenderCore, serviceOf } from "../core.ts";
import { NotificationsPatch } from "../entities/notifications.ts";
import { readBody } from "../http/body.ts";

/** Settings only: nobody is notified in this world. */
export function notificationRoutes(core: RenderCore): Hono {
  const routes = new Hono();
  const override = "/notification-settings/overrides/services/:id";

  routes.get(override, (c) => {
    const { id, notifications } = serviceOf(core, c.req.param("id"));
    return c.json({ serviceId: id, ...notifications });
  });

  routes.patch(override, async (c) => {
    const service = serviceOf(core, c.req.param("id"));
    const sent = await readBody(c, NotificationsPatch);
    const { notificationsToSend, previewNotificationsEnabled } = service.notifications;
    service.notifications = {
      notificationsToSend: sent.notificationsToSend ?? notificationsToSend,
      previewNotificationsEnabled: sent.previewNotificationsEnabled ?? previewNotificationsEnabled,
    };
    return c.json({ serviceId: service.id, ...service.notifications });
  });

  routes.get("/notification-settings/owners/:id", (c) => {
    const ownerId = c.req.param("id");
    if (!core.state.owners.has(ownerId)) throw notFound(ownerId);
    return c.json({
      ownerId,
      emailEnabled: true,
      slackEnabled: false,
      notificationsToSend: "failure",
      previewNotificationsEnabled: false,
    });
  });

  return routes;
}
