import { setKey } from "../config-command.ts";
import { rule } from "../rule.ts";
import { show } from "../show.ts";
import { scheduledCommands } from "../subjects/scheduled-commands.ts";
import { known } from "../unknown.ts";
import { scheduleOf, shortestPause } from "./schedule.ts";

const SHORTEST_MINUTES = 5;

/** Each run starts an instance of its own; Render leaves one out while the last is still at it (S1.13). */
export const limitSchedule = rule({
  name: "limit-schedule",
  description: `A cron job runs at most every ${SHORTEST_MINUTES} minutes, so that a run is over before the next is due.`,
  reason:
    "Each run of a cron job starts an instance, opens database connections and is paid for. A run every minute is still going when the next one is due, so that runs are skipped and the database is never left alone. What has to be that quick belongs into the worker.",
  pages: ["https://render.com/docs/cronjobs"],
  requirements: ["S1.13"],
  severity: "medium",
  neverExempt: false,
  whenUnknown: "notice",
  subjects: scheduledCommands,

  judge({ name, schedule }, stack, violation) {
    const written = known(schedule, "schedule");
    const read = typeof written === "string" ? scheduleOf(written) : "is not set";
    if (typeof written !== "string" || typeof read === "string") return;
    const minutes = shortestPause(read);
    if (minutes >= SHORTEST_MINUTES) return;
    violation(
      `${name}: the schedule ${show(written)} has runs ${minutes} min apart; expected at least ${SHORTEST_MINUTES} min`,
      setKey(stack, "cutover:services.scheduler.schedule", "*/15 * * * *"),
      "cutover:services.scheduler.schedule",
    );
  },
});
