import { Hono } from "hono";
import { ownerOf, type RenderCore, serviceOf } from "../core.ts";
import {
  isOverride,
  NotificationsPatch,
  OwnerNotificationsPatch,
  workspaceDefault,
} from "../entities/notifications.ts";
import type { Service } from "../entities/service.ts";
import { readBody } from "../http/body.ts";
import { ordinal, page } from "../http/pages.ts";
import { among } from "../http/query.ts";

/** What is notified about: settings only, nobody is notified in this world. */
export function notificationRoutes(core: RenderCore): Hono {
  const routes = new Hono();
  const ofOwner = "/notification-settings/owners/:id";
  const ofService = "/notification-settings/overrides/services/:id";
  const overrideJson = ({ id, notifications }: Service) => ({ serviceId: id, ...notifications });
  const settingsOf = (ownerId: string) => core.state.ownerNotifications.get(ownerId) ?? workspaceDefault;

  routes.get("/notification-settings/overrides", (c) => {
    const [ownerId, serviceId] = [among(c, "ownerId"), among(c, "serviceId")];
    const found = [...core.state.services.values()].filter(
      (service) => isOverride(service.notifications) && ownerId(service.ownerId) && serviceId(service.id),
    );
    return c.json(page(c, "override", found, ({ sequence }) => ordinal(sequence), overrideJson));
  });

  routes.get(ofService, (c) => c.json(overrideJson(serviceOf(core, c.req.param("id")))));

  routes.patch(ofService, async (c) => {
    const service = serviceOf(core, c.req.param("id"));
    const sent = await readBody(c, NotificationsPatch);
    const { notificationsToSend, previewNotificationsEnabled } = service.notifications;
    service.notifications = {
      notificationsToSend: sent.notificationsToSend ?? notificationsToSend,
      previewNotificationsEnabled: sent.previewNotificationsEnabled ?? previewNotificationsEnabled,
    };
    return c.json(overrideJson(service));
  });

  routes.get(ofOwner, (c) => {
    const { id } = ownerOf(core, c.req.param("id"));
    return c.json({ ownerId: id, ...settingsOf(id) });
  });

  routes.patch(ofOwner, async (c) => {
    const { id } = ownerOf(core, c.req.param("id"));
    const { emailEnabled, previewNotificationsEnabled, notificationsToSend } = await readBody(
      c,
      OwnerNotificationsPatch,
    );
    const before = settingsOf(id);
    const settings = {
      ...before,
      emailEnabled: emailEnabled ?? before.emailEnabled,
      previewNotificationsEnabled: previewNotificationsEnabled ?? before.previewNotificationsEnabled,
      notificationsToSend: notificationsToSend ?? before.notificationsToSend,
    };
    core.state.ownerNotifications.set(id, settings);
    return c.json({ ownerId: id, ...settings });
  });

  return routes;
}
