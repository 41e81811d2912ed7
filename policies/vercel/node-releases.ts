import { daysLeft } from "../days-left.ts";

/** The day on which each Node.js release gets its last security fix. @see https://github.com/nodejs/Release (read 2026-11) */
const ENDS: Readonly<Record<string, string>> = {
  8: "2019-12-31",
  10: "2021-04-30",
  12: "2022-04-30",
  14: "2023-04-30",
  16: "2023-09-11",
  18: "2025-04-30",
  20: "2026-04-30",
  22: "2027-04-30",
  24: "2028-04-30",
};

/** The newest that Vercel builds with. @see https://vercel.com/docs/functions/runtimes/node-js/node-js-versions (read 2026-11) */
export const NEWEST_AT_VERCEL = "24.x";

/** The last day of a release and how many days are left of it, below zero once it is over; undefined where it is not known. */
export function endOf(version: string, now: Date): { readonly day: string; readonly daysLeft: number } | undefined {
  const day = ENDS[/^\s*v?(\d+)(?:\.|\s*$)/.exec(version)?.[1] ?? ""];
  return day === undefined ? undefined : { day, daysLeft: daysLeft(day, now) };
}
