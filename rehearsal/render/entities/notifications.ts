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

export const isOverride = (notifications: Notifications): boolean =>
  Object.values(notifications).some((value) => value !== "default");

/** The older form of the same setting, a member of the service. */
export function notifyOnFail({ notificationsToSend }: Notifications): "default" | "ignore" | "notify" {
  if (notificationsToSend === "default") return "default";
  return notificationsToSend === "none" ? "ignore" : "notify";
}

/** Body of a PATCH of a workspace's settings; Slack is connected in the dashboard only. */
export const OwnerNotificationsPatch = z.object({
  emailEnabled: z.boolean().nullish(),
  previewNotificationsEnabled: z.boolean().nullish(),
  notificationsToSend: z.enum(["none", "failure", "all"]).nullish(),
});

/** What a workspace notifies about. */
export interface OwnerNotifications {
  readonly emailEnabled: boolean;
  readonly slackEnabled: boolean;
  readonly previewNotificationsEnabled: boolean;
  readonly notificationsToSend: "none" | "failure" | "all";
}

export const workspaceDefault: OwnerNotifications = {
  emailEnabled: true,
  slackEnabled: false,
  previewNotificationsEnabled: false,
  notificationsToSend: "failure",
};
