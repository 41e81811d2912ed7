import { z } from "zod";

/** Body of a PATCH of a service's notification override. */
export const NotificationsPatch = z.object({
  notificationsToSend: z.enum(["default", "none", "failure", "all"]).nullish(),
  previewNotificationsEnabled: z.enum(["default", "false", "true"]).nullish(),
});

/** What a service notifies about, where it is not what its workspace does. */
export interface Notifications {
  readonly notificationsToSend: NonNullable<z.infer<typeof NotificationsPatch>["notificationsToSend"]>;
  readonly previewNotificationsEnabled: NonNullable<z.infer<typeof NotificationsPatch>["previewNotificationsEnabled"]>;
}

export const noOverride: Notifications = { notificationsToSend: "default", previewNotificationsEnabled: "default" };

/** The older form of the same setting, a member of the service. */
export function notifyOnFail({ notificationsToSend }: Notifications): "default" | "ignore" | "notify" {
  if (notificationsToSend === "default") return "default";
  return notificationsToSend === "none" ? "ignore" : "notify";
}
