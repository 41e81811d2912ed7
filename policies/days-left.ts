const DAY_MS = 86_400_000;

/** Whole days from today to a last day, `YYYY-MM-DD`, in UTC: 0 on that day, negative after it. */
export const daysLeft = (day: string, now: Date): number =>
  (Date.parse(day) - Date.parse(now.toISOString().slice(0, 10))) / DAY_MS;

/** `1 day`, `12 days` */
export const dayCount = (days: number): string => `${days} ${days === 1 ? "day" : "days"}`;
