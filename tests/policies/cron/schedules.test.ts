import { describe, expect, it } from "vitest";
import { limitSchedule } from "../../../policies/cron/limit-schedule.ts";
import { requireValidSchedule } from "../../../policies/cron/require-valid-schedule.ts";
import { type Plain, Unknown } from "../../../policies/unknown.ts";
import { CRON, facts, resource, told } from "../stack-facts.ts";

const cron = (schedule: Plain) => [resource(CRON, { name: "twin-scheduler", schedule }, "scheduler")];
const valid = (schedule: Plain) => requireValidSchedule.judgeStack(cron(schedule), () => facts);
const limited = (schedule: Plain) => limitSchedule.judgeStack(cron(schedule), () => facts);
const fix = "pulumi config set --path cutover:services.scheduler.schedule '*/15 * * * *' --stack prod";

it.each(["*/15 * * * *", "*/5 * * * *", "0 3 * * 1-5"])("S1.13 passes %s", (schedule) => {
  expect([...valid(schedule), ...limited(schedule)]).toEqual([]);
});

describe("require-valid-schedule", () => {
  it.each<[Plain, string]>([
    ["@hourly", 'the schedule "@hourly" has 1 field'],
    ["61 * * * *", 'the schedule "61 * * * *" has "61" as its minute, which is 0 to 59'],
    [null, "schedule is not set"],
    [15, "schedule is not set"],
  ])("S1.13 refuses %j, and no other rule speaks of it", (schedule, what) => {
    expect(told(valid(schedule))).toEqual([
      [`twin-scheduler: ${what}; expected minute, hour, day, month and weekday in UTC, such as */15 * * * *`, fix],
    ]);
    expect(limited(schedule)).toEqual([]);
  });
});

describe("limit-schedule", () => {
  it.each([
    ["* * * * *", 1],
    ["*/4 * * * *", 4],
    ["0,2,30 * * * *", 2],
  ])("S1.13 refuses %s, and no other rule speaks of it", (schedule, minutes) => {
    expect(told(limited(schedule))).toEqual([
      [`twin-scheduler: the schedule "${schedule}" has runs ${minutes} min apart; expected at least 5 min`, fix],
    ]);
    expect(valid(schedule)).toEqual([]);
  });
});

it.each([
  ["require-valid-schedule", valid],
  ["limit-schedule", limited],
])("%s gives notice of a schedule that is not known yet", (_name, judge) => {
  expect(judge(new Unknown("later"))).toEqual([expect.objectContaining({ level: "notice", fix: "later" })]);
});

it("S1.13 both judge the configuration alone, too", () => {
  const services = (schedule: string) => ({ services: { scheduler: { name: "twin-scheduler", schedule } } });
  expect(requireValidSchedule.judgeConfig(services("@daily"), facts)).toHaveLength(1);
  expect(limitSchedule.judgeConfig(services("* * * * *"), facts)).toHaveLength(1);
});
