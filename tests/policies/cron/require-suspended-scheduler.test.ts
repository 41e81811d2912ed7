import { describe, expect, it } from "vitest";
import { requireSuspendedScheduler } from "../../../policies/cron/require-suspended-scheduler.ts";
import type { StackFacts } from "../../../policies/facts.ts";
import type { JudgedResource } from "../../../policies/rule.ts";
import type { Plain } from "../../../policies/unknown.ts";
import { CRON, facts, resource, told, WORKER } from "../stack-facts.ts";

const incident = { reason: "feedback learning writes wrong facts", until: new Date("2026-11-22T06:00:00Z") };
const script = "python scripts/run_feedback_learning_scheduler.py";
const cron = (more: Record<string, Plain> = {}) =>
  resource(CRON, { name: "twin-scheduler", startCommand: `${script} --once`, ...more }, "scheduler");
const continuous = (more: Record<string, Plain> = {}) =>
  resource(WORKER, { name: "twin-scheduler-continuous", startCommand: `${script} --interval-seconds 900`, ...more });
const judge = (resources: readonly JudgedResource[], more: Partial<StackFacts> = {}) =>
  requireSuspendedScheduler.judgeStack(resources, () => ({ ...facts, incident, ...more }));

describe("S1.13 S1.14 passes", () => {
  it.each<[string, ReturnType<typeof judge>]>([
    ["no incident", judge([cron()], { incident: undefined })],
    ["a scheduler at rest", judge([cron({ suspended: true })])],
    ["one at rest with its twin", judge([cron({ suspended: true }), continuous({ suspended: true })])],
    [
      "a worker of another kind",
      judge([cron({ suspended: true }), resource(WORKER, { startCommand: "python worker.py" })]),
    ],
    ["a stack without a scheduler", judge([])],
    ["the way down", judge([cron()], { goingDown: true })],
  ])("%s", (_title, found) => {
    expect(found).toEqual([]);
  });
});

const set = "pulumi config set --path cutover:services.scheduler";
const during = "during the incident that is declared until 2026-11-22T06:00:00.000Z";

it("S1.13 S1.14 refuses a scheduler that goes on in an incident", () => {
  const expected = [
    `twin-scheduler: is not suspended ${during}; expected it to rest`,
    `${set}.suspended true --stack prod`,
  ];
  expect(told(judge([cron()]))).toEqual([expected]);
  expect(told(judge([cron({ suspended: false }), continuous()]))).toEqual([expected]);
});

it("S1.13 S1.14 refuses its continuous twin as well", () => {
  expect(told(judge([cron({ suspended: true }), continuous()]))).toEqual([
    [
      `twin-scheduler: twin-scheduler-continuous goes on in its place ${during}; expected both to rest`,
      `${set}.continuous.active false --stack prod && ${set}.suspended true --stack prod`,
    ],
  ]);
});
