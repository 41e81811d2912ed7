import { Cron } from "croner";
import { describe, expect, it } from "vitest";
import { scheduleOf, shortestPause } from "../../../policies/cron/schedule.ts";
import fc from "../../support/property.ts";

const valid = [
  "*/15 * * * *",
  "0 * * * *",
  "0,30 9-17 * * 1-5",
  "5-59/20 * * * *",
  "30 2 1 * *",
  "0 0 29 2 *",
  "0 6 * jan-JUN Mon",
  "0 0 * * 7",
  "  0  3 * * *  ",
  "0 0 31 2 1",
];

describe("S1.13 a schedule is read as Render reads it", () => {
  it.each(valid)("%j", (written) => {
    expect(scheduleOf(written)).toEqual(expect.objectContaining({ minutes: expect.any(Array) }));
    expect(new Cron(written, { paused: true, mode: "5-part", timezone: "UTC" }).nextRun()).not.toBeNull();
  });

  it("with its values in order, each once", () => {
    expect(scheduleOf("45,15,15-17,*/30 22-23,0 1 feb,12 5,7")).toEqual({
      minutes: [0, 15, 16, 17, 30, 45],
      hours: [0, 22, 23],
      days: [1],
      months: [2, 12],
      weekdays: [5, 7],
    });
  });
});

describe("S1.13 says what is wrong with", () => {
  it.each([
    ["", "is empty"],
    ["@hourly", "has 1 field"],
    ["*/15 * * *", "has 4 fields"],
    ["0 */15 * * * *", "has 6 fields"],
    ["CRON_TZ=UTC */15 * * * *", "has 6 fields"],
    ["60 * * * *", 'has "60" as its minute, which is 0 to 59'],
    ["0 24 * * *", 'has "24" as its hour, which is 0 to 23'],
    ["0 0 0 * *", 'has "0" as its day of the month, which is 1 to 31'],
    ["0 0 * 13 *", 'has "13" as its month, which is 1 to 12'],
    ["0 0 * * 8", 'has "8" as its weekday, which is 0 to 7'],
    ["0 0 * * tues", 'has "tues" as its weekday, which is 0 to 7'],
    ["30-10 * * * *", 'has "30-10" as its minute, which is 0 to 59'],
    ["*/0 * * * *", 'has "*/0" as its minute, which is 0 to 59'],
    ["*/90 * * * *", 'has "*/90" as its minute, which is 0 to 59'],
    ["5/20 * * * *", 'has "5/20" as its minute'],
    ["1, * * * *", 'has "" as its minute'],
    ["? * * * *", 'has "?" as its minute'],
    ["0 0 L * *", 'has "L" as its day of the month, which is 1 to 31'],
    ["0 0 * * 1#2", 'has "1#2" as its weekday'],
    ["a b c d e", 'has "a" as its minute, which is 0 to 59'],
    ["0 0 30 2 *", "means day 30 of a month that has no such day, so it never runs"],
    ["0 0 31 4,6 *", "means day 31 of a month that has no such day, so it never runs"],
  ])("%j", (written, fault) => {
    expect(scheduleOf(written)).toBe(fault);
  });
});

describe("S1.13 counts the minutes between two runs", () => {
  it.each([
    ["* * * * *", 1],
    ["*/2 * * * *", 2],
    ["0-59/3 * * * *", 3],
    ["*/7 * * * *", 4],
    ["0,1,30 * * * *", 1],
    ["59,0 * * * *", 1],
    ["0,5,10 3 * * *", 5],
    ["*/15 * * * *", 15],
    ["0 * * * *", 60],
    ["55 22,23 * * *", 60],
    ["0 3 * * 1", 24 * 60],
  ])("%s: %i", (written, minutes) => {
    const read = scheduleOf(written);
    expect(typeof read === "string" ? read : shortestPause(read)).toBe(minutes);
  });
});

it("S1.13 takes nothing that croner refuses, and finds no pause that is longer than croner's", () => {
  const number = fc
    .oneof({ weight: 4, arbitrary: fc.integer({ min: 1, max: 7 }) }, fc.integer({ min: 0, max: 70 }))
    .map(String);
  const step = fc.integer({ min: 0, max: 70 }).map((every) => `/${every}`);
  const range = fc.tuple(number, number).map((ends) => ends.join("-"));
  const item = fc.oneof(
    fc.constant("*"),
    number,
    range,
    fc.tuple(range, step).map((parts) => parts.join("")),
    step.map((of) => `*${of}`),
  );
  const field = fc.oneof(
    { weight: 3, arbitrary: fc.constant("*") },
    fc.array(item, { minLength: 1, maxLength: 3 }).map((items) => items.join(",")),
  );
  fc.assert(
    fc.property(fc.tuple(field, field, field, field, field), (fields) => {
      const written = fields.join(" ");
      const read = scheduleOf(written);
      const runs = runsOf(written);
      if (typeof read === "string") return;
      expect([written, runs.length > 0]).toEqual([written, true]);
      const pauses = runs.slice(1).map((run, index) => (run.getTime() - (runs[index]?.getTime() ?? 0)) / 60_000);
      expect(shortestPause(read)).toBeLessThanOrEqual(Math.min(24 * 60, ...pauses));
    }),
    { numRuns: 300 },
  );
});

/** The next runs; none where croner refuses the schedule. */
function runsOf(written: string): Date[] {
  try {
    return new Cron(written, { paused: true, mode: "5-part", timezone: "UTC" }).nextRuns(30);
  } catch {
    return [];
  }
}
