import { setKey } from "../config-command.ts";
import { rule } from "../rule.ts";
import { show } from "../show.ts";
import { scheduledCommands } from "../subjects/scheduled-commands.ts";
import { known } from "../unknown.ts";
import { scheduleOf } from "./schedule.ts";

/** A schedule that Render does not take, or that never comes, is a job that silently does not run (S1.13). */
export const requireValidSchedule = rule({
  name: "require-valid-schedule",
  description: "A cron job's schedule is five fields that Render understands, and names a moment that comes.",
  reason:
    "A schedule with a sixth field, a name such as @daily or a day that no month has is refused in the middle of an update, or accepted and never due. Nobody is told that a job does not run: feedback is not learned from, and it is noticed weeks later.",
  pages: [
    "https://render.com/docs/cronjobs",
    "https://pubs.opengroup.org/onlinepubs/9799919799/utilities/crontab.html",
  ],
  requirements: ["S1.13"],
  severity: "high",
  neverExempt: false,
  whenUnknown: "notice",
  subjects: scheduledCommands,

  judge({ name, schedule }, stack, violation) {
    const written = known(schedule, "schedule");
    const fault = typeof written === "string" ? scheduleOf(written) : "is not set";
    if (typeof fault !== "string") return;
    const what = typeof written === "string" ? `the schedule ${show(written)} ${fault}` : "schedule is not set";
    violation(
      `${name}: ${what}; expected minute, hour, day, month and weekday in UTC, such as */15 * * * *`,
      setKey(stack, "cutover:services.scheduler.schedule", "*/15 * * * *"),
      "cutover:services.scheduler.schedule",
    );
  },
});
