const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const HTTP_DATE = /^(Sun|Mon|Tue|Wed|Thu|Fri|Sat), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/**
 * A warning when an HTTP-date names another weekday than its date has, as in `Sat, 01 Mar 2026`, a Sunday (S0.8).
 * Strict clients may refuse such a date. Other texts have nothing to warn about.
 */
export function weekdayWarning(name: string, value: string): string | undefined {
  const named = HTTP_DATE.exec(value)?.[1];
  const time = Date.parse(value);
  if (!named || Number.isNaN(time)) return undefined;
  const actual = DAYS[new Date(time).getUTCDay()];
  return actual === named ? undefined : `header ${name} says ${named}, but that date is a ${actual}: ${value}`;
}
