import { expect, it } from "vitest";
import { dayCount, daysLeft } from "../../policies/days-left.ts";

it.each([
  ["2026-11-22", 1, "1 day"],
  ["2026-11-21", 0, "0 days"],
  ["2027-01-01", 41, "41 days"],
])("until %s there are %i days, at any hour", (day, days, words) => {
  for (const hour of ["00:00:00", "23:59:59"]) expect(daysLeft(day, new Date(`2026-11-21T${hour}Z`))).toBe(days);
  expect(dayCount(days)).toBe(words);
});
