import { describe, expect, it } from "vitest";
import { limitToDeployWindows } from "../../../policies/release/limit-to-deploy-windows.ts";
import type { Operation } from "../../../policies/rule.ts";
import { API, facts, resource, told } from "../stack-facts.ts";

const week = {
  timeZone: "Europe/Berlin",
  open: [
    { days: ["monday", "tuesday", "wednesday", "thursday"], from: "09:00", to: "16:00" },
    { days: ["friday"], from: "09:00", to: "12:00" },
  ],
};
const night = { open: [{ days: ["friday", "sunday"], from: "22:00", to: "04:00" }] };

const judge = (deployWindows: unknown, now: string, more: object = {}, operation?: Operation) =>
  limitToDeployWindows.judgeStack([{ ...resource(API, { name: "twin-api" }), operation }], () => ({
    ...facts,
    now: new Date(now),
    section: (key) => ({ deployWindows, app: { name: "twin-brains" } })[key],
    ...more,
  }));

it("S0.10 is advice unless the stack says otherwise", () => {
  expect(limitToDeployWindows.level).toBe("advisory");
});

describe("S0.10 passes", () => {
  it.each<[string, ReturnType<typeof judge>]>([
    ["no windows", judge(undefined, "2026-11-21T12:00:00Z")],
    ["the first minute, in the windows' own time zone", judge(week, "2026-11-23T08:00:00Z")],
    ["the same in summer", judge(week, "2026-07-20T07:00:00Z")],
    ["the last minute", judge(week, "2026-11-27T10:59:59Z")],
    ["a night that began the day before", judge(night, "2026-11-21T03:59:00Z")],
    ["a night that goes into the next week", judge(night, "2026-11-23T00:00:00Z")],
    ["what changes nothing", judge(week, "2026-11-21T12:00:00Z", {}, "same")],
    ["the way down", judge(week, "2026-11-21T12:00:00Z", { goingDown: true })],
  ])("%s", (_title, found) => {
    expect(found).toEqual([]);
  });
});

describe("S0.10 tells of", () => {
  const open = "monday–thursday 09:00–16:00, friday 09:00–12:00 (Europe/Berlin)";
  it.each([
    ["a Saturday", "2026-11-21T12:00:00Z", "saturday 13:00"],
    ["the minute before the first", "2026-11-23T07:59:59Z", "monday 08:59"],
    ["the minute after the last", "2026-11-27T11:00:00Z", "friday 12:00"],
    ["midnight", "2026-11-22T23:00:00Z", "monday 00:00"],
  ])("%s", (_title, now, time) => {
    expect(told(judge(week, now, {}, "update"))).toEqual([
      [
        `twin-brains: it is ${time} in Europe/Berlin; expected a deploy in a window: ${open}`,
        "pulumi config set --path cutover:deployWindows.except 'WHY IT CANNOT WAIT' --stack prod",
      ],
    ]);
  });

  it("the end of a night", () => {
    expect(told(judge(night, "2026-11-21T04:00:00Z"))[0]?.[0]).toBe(
      "twin-brains: it is saturday 04:00 in UTC; expected a deploy in a window: friday, sunday 22:00–04:00 (UTC)",
    );
  });

  it("an exception without a reason", () => {
    expect(judge({ ...week, except: " " }, "2026-11-21T12:00:00Z")).toHaveLength(1);
  });
});

describe("S0.10 notes", () => {
  const except = "imports fail for every second user";
  const remove = "pulumi config rm --path cutover:deployWindows.except --stack prod";
  it.each([
    [
      "the reason of a release outside of the windows",
      "2026-11-21T12:00:00Z",
      `twin-brains: goes out on saturday 13:00, outside of its windows: "${except}"`,
      `${remove} (with the next change)`,
    ],
    [
      "a reason that nobody took out",
      "2026-11-23T12:00:00Z",
      `twin-brains: its window is open, and an exception still stands in its configuration: "${except}"`,
      remove,
    ],
  ])("%s", (_title, now, message, fix) => {
    const found = judge({ ...week, except }, now);
    expect(told(found)).toEqual([[message, fix]]);
    expect(found[0]?.level).toBe("notice");
  });
});
