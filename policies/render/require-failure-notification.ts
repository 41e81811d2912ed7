import { setKey } from "../config-command.ts";
import { rule } from "../rule.ts";
import { renderServices } from "../subjects/render-services.ts";
import { keyOf } from "./service-key.ts";
import { wordOf } from "./text-of.ts";

/** Render tells the workspace of a failed deploy or a crash unless a service says that it should not. */
export const requireFailureNotification = rule({
  name: "require-failure-notification",
  description: "Somebody is told when a service in production fails.",
  reason:
    "A worker that crashes or a cron job that fails answers no health check, and no user sees it. Without a notification the first to notice is whoever misses its work, days later.",
  pages: ["https://render.com/docs/notifications"],
  requirements: ["S1.15"],
  severity: "medium",
  neverExempt: false,
  whenUnknown: "notice",
  subjects: renderServices,

  judge(service, stack, violation) {
    if (!stack.production || wordOf(service.inputs.notifyOnFail, "notifyOnFail") !== "ignore") return;
    const key = keyOf(stack, service, "notifyOnFail");
    violation(
      `${service.name}: notifyOnFail is "ignore", so nobody is told when it fails; expected notify or default in production`,
      setKey(stack, key, "notify"),
      key,
    );
  },
});
