/** When a cron job runs: five fields, as Render reads them, in UTC. */
export interface Schedule {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly days: readonly number[];
  readonly months: readonly number[];
  readonly weekdays: readonly number[];
}

interface Field {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  /** Three letters that stand for a number; the first for `from`. */
  readonly words?: readonly string[];
}

const FIELDS: readonly Field[] = [
  { name: "minute", from: 0, to: 59 },
  { name: "hour", from: 0, to: 23 },
  { name: "day of the month", from: 1, to: 31 },
  { name: "month", from: 1, to: 12, words: "jan feb mar apr may jun jul aug sep oct nov dec".split(" ") },
  // 7 is Sunday too.
  { name: "weekday", from: 0, to: 7, words: "sun mon tue wed thu fri sat".split(" ") },
];

/**
 * A schedule, or what is wrong with it: the end of a sentence that begins with the schedule. Held against croner, which
 * reads the configuration's schedules, by a test; this one is plain values, so that the pauses between runs can be counted.
 */
export function scheduleOf(written: string): Schedule | string {
  const parts = written.trim().split(/\s+/);
  if (parts.length !== FIELDS.length || parts[0] === "")
    return `${written.trim() === "" ? "is empty" : `has ${parts.length} ${parts.length === 1 ? "field" : "fields"}`}`;
  const [minutes, hours, days, months, weekdays] = FIELDS.map((field, index) => valuesOf(parts[index] ?? "", field));
  for (const found of [minutes, hours, days, months, weekdays]) if (typeof found === "string") return found;
  const schedule = { minutes, hours, days, months, weekdays } as unknown as Schedule;
  // A day and a weekday that are both restricted mean either of them.
  const anyWeekday = parts[4]?.startsWith("*");
  if (anyWeekday && !schedule.months.some((month) => schedule.days.some((day) => day <= daysIn(month))))
    return `means day ${schedule.days.join(", ")} of a month that has no such day, so it never runs`;
  return schedule;
}

const DAY = 24 * 60;

/** The fewest minutes between two runs; a day where it runs once a day or less often. */
export function shortestPause({ minutes, hours }: Schedule): number {
  const runs = hours.flatMap((hour) => minutes.map((minute) => hour * 60 + minute));
  const pauses = runs.map((at, index) => (runs[index + 1] ?? DAY + (runs[0] ?? 0)) - at);
  return Math.min(DAY, ...pauses);
}

/** The values that one field names, in order and each once, or what is wrong with it. */
function valuesOf(written: string, field: Field): readonly number[] | string {
  const values = new Set<number>();
  for (const item of written.split(",")) {
    const found = /^(?:(\*)|([\da-z]+)(?:-([\da-z]+))?)(?:(?<=[*-].*)\/(\d+))?$/i.exec(item);
    const [, any, first, last, step] = found ?? [];
    if (!found) return `has ${JSON.stringify(item)} as its ${field.name}`;
    const from = any ? field.from : numberOf(first, field);
    const to = any ? field.to : numberOf(last ?? first, field);
    const every = Number(step ?? 1);
    if (from === undefined || to === undefined || from > to || every < 1 || every > field.to)
      return `has ${JSON.stringify(item)} as its ${field.name}, which is ${field.from} to ${field.to}`;
    for (let value = from; value <= to; value += every) values.add(value);
  }
  return [...values].toSorted((one, other) => one - other);
}

function numberOf(written = "", { from, to, words = [] }: Field): number | undefined {
  const word = words.indexOf(written.toLowerCase());
  const value = word >= 0 ? from + word : /^\d{1,2}$/.test(written) ? Number(written) : Number.NaN;
  return value >= from && value <= to ? value : undefined;
}

const daysIn = (month: number) => (month === 2 ? 29 : [4, 6, 9, 11].includes(month) ? 30 : 31);
