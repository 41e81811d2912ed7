import { describe, expect, it } from "vitest";
import { NOT_IN_PREVIEW } from "../../../policies/unknown.ts";
import { judged } from "../variants/judged-variant.ts";
import type { Changes, Circumstances, Variant } from "../variants/variant.ts";

const STEPS = [0, 10, 50, 100];
const decreases = STEPS.flatMap((from) => STEPS.filter((to) => to < from).map((to) => [from, to] as const));
const ROLLOUT = "Rollout V2_ROLLOUT_PERCENT";

interface Condition extends Pick<Variant, "config" | "sibling" | "now"> {
  /** Of the rollout itself. */
  readonly rollout?: Changes;
  readonly circumstances?: Readonly<Record<string, Circumstances>>;
}

const exempt = (until: string) => ({
  "policy.exemptions": [{ rule: "require-shared-queue", resource: "*", reason: "the queue is being moved", until }],
});
const incident = (until: string) => ({ incident: { reason: "feedback learning writes wrong facts", until } });
const closed = {
  deployWindows: { timeZone: "Europe/Berlin", open: [{ days: ["monday"], from: "09:00", to: "10:00" }] },
};
/** Whoever made everything mandatory that can be, before the bad day. */
const strict = {
  "policy.levels": {
    "limit-to-deploy-windows": "mandatory",
    "disallow-ended-node-version": "mandatory",
    "require-rollback-reason": "mandatory",
  },
};
const update = (...labels: string[]) =>
  Object.fromEntries(labels.map((label) => [label, { operation: "update" as const }]));

/** What may be the matter on the day on which users have to go back. */
const conditions: Readonly<Record<string, Condition>> = {
  "nothing else": {},
  "what was granted not known yet": { rollout: { granted: NOT_IN_PREVIEW } },
  "a rollback's hold at the flag": {
    rollout: { hold: "held at 0 % since 2026-11-21T11:58:00.000Z", commit: "c0ffee" },
  },
  "an edit of the ladder": { config: { "rollout.ladder.1.dwell": "P3D" } },
  "an emergency switch": { config: { "env.backend.FEEDBACK_LEARNING_RUN_REGRESSION_GATE": false } },
  "an incident, and a scheduler that runs": { config: incident("2026-11-22T06:00:00Z") },
  "an incident, and a scheduler that rests": {
    config: { ...incident("2026-11-22T06:00:00Z"), "services.scheduler.suspended": true },
  },
  "an incident that is over, its switch forgotten": {
    config: { ...incident("2026-11-20T06:00:00Z"), "env.backend.FEEDBACK_LEARNING_RUN_REGRESSION_GATE": false },
  },
  "an exemption that has ended": { config: exempt("2026-11-01") },
  "an exemption of today": { config: exempt("2026-11-21") },
  "a closed window": { config: { ...closed, ...strict } },
  "a Node version that has ended, and counts": { config: strict },
  "no skew protection": { config: { "frontend.skewProtection": undefined } },
  "one change at a time": {
    config: { singleChange: true },
    circumstances: update(ROLLOUT, "Deployment zero-twin", "WebService api", "BackgroundWorker worker"),
  },
  "years later": { config: strict, now: "2031-01-01T03:00:00Z" },
};

/** The worst of it at once. */
const everything: Condition = {
  config: {
    ...conditions["an incident that is over, its switch forgotten"]?.config,
    ...exempt("2026-11-01"),
    ...closed,
    ...strict,
    ...{ "frontend.skewProtection": undefined, singleChange: true },
  },
  rollout: { hold: "held at 0 % since 2026-11-21T11:58:00.000Z" },
};

/** A change of the committed stack that lowers the percentage. */
const wayDown = (from: number, to: number, { config, rollout, ...more }: Condition): Variant => ({
  title: `${from} → ${to}`,
  config: { "rollout.percent": to, ...config },
  resources: {
    // While it is judged, users still get what they had.
    [ROLLOUT]: {
      granted: to,
      step: `${from} %`,
      decision: { outcome: "roll-back", reasons: [], codes: [] },
      ...rollout,
    },
  },
  ...more,
});

describe("S2.10 no rule refuses the way down, nor does the program, which loads no pack", () => {
  const cases = Object.entries(conditions).flatMap(([name, condition]) =>
    (
      [
        [100, 50],
        [50, 0],
      ] as const
    ).map(([from, to]) => [from, to, name, condition] as const),
  );
  it.each(cases)("from %i to %i with %s", async (from, to, _name, condition) => {
    const { refused, byProgram, told } = await judged(wayDown(from, to, condition));
    expect([...refused, ...byProgram], told.join("\n")).toEqual([]);
  });

  it.each(decreases)("from %i to %i with everything at once", async (from, to) => {
    const { refused, byProgram, told } = await judged(wayDown(from, to, everything));
    expect([...refused, ...byProgram], told.join("\n")).toEqual([]);
  });

  it.each(["deprecated", "removed"])("from %s with everything at once", async (state) => {
    const { config, ...more } = everything;
    const declared = { ...config, "rollout.legacy.state": state };
    const { refused, told } = await judged(wayDown(100, 50, { ...more, config: declared }));
    expect(refused, told.join("\n")).toEqual([]);
  });

  it("nor the update that only makes Git say what a rollback has done", async () => {
    const reconciling = { ...everything.rollout, decision: { outcome: "hold", reasons: [], codes: [] } };
    const { refused, told } = await judged(wayDown(0, 0, { ...everything, rollout: reconciling }));
    expect(refused, told.join("\n")).toEqual([]);
  });
});

it("S2.10 the same stack is refused for it where nobody goes back: the conditions are real ones", async () => {
  const staying = { decision: { outcome: "hold", reasons: [], codes: [] }, hold: "" };
  const { refused, told } = await judged(wayDown(50, 50, { ...everything, rollout: staying }));
  expect(refused, told.join("\n")).toEqual(
    expect.arrayContaining(["limit-emergency-switches", "limit-to-deploy-windows", "require-valid-exemptions"]),
  );
});

it("S2.10 a way back without a reason is noted, and refuses nothing at any level", async () => {
  const { refused, told } = await judged(wayDown(50, 10, { config: strict }));
  expect(refused).toEqual([]);
  expect(told).toContainEqual(expect.stringMatching(/^advisory require-rollback-reason: .*nothing says why/));
});
