import { Cron } from "croner";

/** Whether a text is a cron expression of five fields, as Render takes it. */
export function isSchedule(text: string): boolean {
  if (text.trim().split(/\s+/).length !== 5) return false;
  try {
    new Cron(text, { paused: true, timezone: "UTC" });
    return true;
  } catch {
    return false;
  }
}

/** The first time after `from` at which a cron expression is due; UTC, as Render's schedules. */
export const nextDue = (schedule: string, from: Date): Date | undefined =>
  new Cron(schedule, { paused: true, timezone: "UTC" }).nextRun(from) ?? undefined;
