import type { GateVerdict } from "../../../checks/gates/gate-verdict.ts";
import type { Status } from "../../../release/status/status.ts";

const began = Date.parse("2026-11-20T08:00:00Z");
const hour = 3_600_000;
const at = (hours: number) => new Date(began + hours * hour).toISOString();

/** A gate as it was judged at 63 h. */
export const verdict = (over: Partial<GateVerdict> = {}): GateVerdict => ({
  name: "success rate",
  outcome: "pass",
  observed: "success_rate 97.4",
  expected: "result.success_rate >= 95.0",
  differences: [],
  warnings: [],
  sampleSize: 412,
  window: { from: new Date(at(25)), to: new Date(at(63)) },
  request: "select success_rate from cutover_gates.imports",
  at: new Date(at(63)),
  ...over,
});

const wave = (from: number, to: number, base: number, height: number) =>
  Array.from({ length: to - from }, (_, index) => ({
    at: at(from + index),
    value: Number((base + height * Math.sin((from + index) * 1.7)).toFixed(2)),
  }));

/** A rollout in the middle of its second step, with something to show in every place. */
export const exampleStatus: Status = {
  version: 1,
  rollout: "twin-brains/V2_ROLLOUT_PERCENT",
  stack: "prod",
  flag: "V2_ROLLOUT_PERCENT",
  at: at(63),
  standing: "blocked",
  headline: "Users get 50 %; promotions are held: release freeze for the conference",
  users: { percent: 50, deployment: "dpl_acme50", commit: "4f1c0de4f1c0de4f1c0de4f1c0de4f1c0de4f1c0", flag: "50" },
  ladder: [
    { name: "0 %", position: { percent: 0, legacy: "serving" }, dwellMs: 0, state: "done" },
    { name: "10 %", position: { percent: 10, legacy: "serving" }, dwellMs: 24 * hour, state: "done" },
    { name: "50 %", position: { percent: 50, legacy: "serving" }, dwellMs: 48 * hour, state: "here" },
    { name: "100 %", position: { percent: 100, legacy: "serving" }, dwellMs: 168 * hour, state: "ahead" },
    { name: "deprecated", position: { percent: 100, legacy: "deprecated" }, dwellMs: 168 * hour, state: "ahead" },
    { name: "removed", position: { percent: 100, legacy: "removed" }, dwellMs: 168 * hour, state: "ahead" },
    { name: "retired", position: { percent: 100, legacy: "retired" }, dwellMs: 0, state: "ahead" },
  ],
  step: {
    name: "50 %",
    position: { percent: 50, legacy: "serving" },
    since: at(25),
    dwellMs: 48 * hour,
    dwelt: 38 / 48,
  },
  next: {
    name: "100 %",
    position: { percent: 100, legacy: "serving" },
    earliest: at(73),
    obstacles: [
      { code: "dwell", what: "the dwell at 50 % is not over", detail: "38 h of 48 h; over at 2026-11-23 09:00 UTC" },
      { code: "gate", what: 'the gate "stuck imports" fails', detail: "stuck is 3, expected 0" },
    ],
  },
  gates: {
    live: true,
    verdicts: [
      verdict(),
      verdict({
        name: "stuck imports",
        outcome: "fail",
        observed: "stuck 3",
        expected: "result.stuck == 0",
        differences: [{ at: "result.stuck", observed: "3", expected: "0" }],
      }),
      verdict({ name: "duration", observed: "p50 212, p95 590", expected: "not over 1.2 × the step before" }),
      verdict({
        name: "routing",
        outcome: "inconclusive",
        observed: "93 of 181 to the new version",
        expected: "50 % within the 99 % interval",
        sampleSize: 181,
        reason: "181 samples, 200 are needed",
      }),
    ],
  },
  underWay: null,
  drift: [],
  hold: { reason: "release freeze for the conference", by: "ada", since: at(60) },
  rollback: null,
  watch: { lastRun: at(62.95), missed: 0, outcome: "fail" },
  journal: [],
  events: [
    { at: at(60), kind: "held", text: "held: release freeze for the conference", actor: "ada", commit: null },
    { at: at(25), kind: "arrived", text: "users get 50 %", actor: "ada", commit: "4f1c0de4f1c0de" },
    {
      at: at(24.9),
      kind: "granted",
      text: "10 % → 50 % granted, 4 gates passed",
      actor: "ada",
      commit: "4f1c0de4f1c0de",
    },
    { at: at(0.5), kind: "arrived", text: "users get 10 %", actor: "ada", commit: "4f1c0de4f1c0de" },
    { at: at(0), kind: "created", text: "created at 0 %", actor: "ada", commit: "4f1c0de4f1c0de" },
  ],
  series: {
    success: [...wave(2, 25, 97.8, 0.7), ...wave(26, 63, 97, 1.2)],
    p50: [...wave(2, 25, 190, 12), ...wave(26, 63, 205, 18)],
    p95: [...wave(2, 25, 520, 40), ...wave(26, 63, 560, 55)],
    share: [...wave(1, 25, 10, 1.4), ...wave(26, 63, 50, 2.4)],
    steps: [
      { at: at(0), name: "0 %", percent: 0 },
      { at: at(0.5), name: "10 %", percent: 10 },
      { at: at(25), name: "50 %", percent: 50 },
    ],
    successNeeded: 95,
  },
  unknown: [],
};
