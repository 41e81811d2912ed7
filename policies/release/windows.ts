import { z } from "zod";

const Window = z.object({ days: z.array(z.string()), from: z.string(), to: z.string() });

/** When a stack may be deployed (`cutover:deployWindows`). */
export const DeployWindows = z.object({
  timeZone: z.string().default("UTC"),
  open: z.array(Window),
  except: z.string().optional(),
});
export type DeployWindows = z.output<typeof DeployWindows>;

const DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/** A moment as the clock on the wall shows it. */
export interface LocalTime {
  readonly day: string;
  /** `14:05`. */
  readonly time: string;
}

/** Throws a RangeError where there is no such time zone. */
export function localTime(now: Date, timeZone: string): LocalTime {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    weekday: "long",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  const parts = new Map(format.formatToParts(now).map(({ type, value }) => [type, value]));
  return { day: (parts.get("weekday") ?? "").toLowerCase(), time: `${parts.get("hour")}:${parts.get("minute")}` };
}

/** Whether a window is open. One that ends before it begins goes on after midnight; it belongs to the day it begins on. */
export function isOpen({ open }: DeployWindows, { day, time }: LocalTime): boolean {
  const before = DAYS[(DAYS.indexOf(day) + 6) % 7] ?? "";
  return open.some(({ days, from, to }) =>
    from < to
      ? days.includes(day) && from <= time && time < to
      : (days.includes(day) && from <= time) || (days.includes(before) && time < to),
  );
}

/** `monday–thursday 09:00–16:00, friday 09:00–12:00 (Europe/Berlin)` */
export const describeWindows = ({ open, timeZone }: DeployWindows): string =>
  `${open.map(({ days, from, to }) => `${runsOf(days)} ${from}–${to}`).join(", ")} (${timeZone})`;

/** Days in a row as `monday–thursday`. */
function runsOf(days: readonly string[]): string {
  const runs: string[][] = [];
  for (const day of DAYS.filter((one) => days.includes(one))) {
    const run = runs.at(-1);
    if (run && DAYS.indexOf(run.at(-1) ?? "") === DAYS.indexOf(day) - 1) run.push(day);
    else runs.push([day]);
  }
  return runs.map((run) => (run.length > 2 ? `${run[0]}–${run.at(-1)}` : run.join(", "))).join(", ");
}
