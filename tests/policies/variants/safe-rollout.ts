import type { Variant } from "./variant.ts";

const rollout = "Rollout V2_ROLLOUT_PERCENT";

/** The rollout as the release provider judges it. */
const at = (title: string, percent: number, outcome: string): Variant => ({
  title,
  config: { "rollout.percent": percent },
  resources: { [rollout]: { decision: { outcome, reasons: [], codes: [] } } },
});

export const safeRollout: readonly Variant[] = [
  at("the first step, earned", 10, "promote"),
  at("the second step, earned", 50, "promote"),
  at("the last step, earned", 100, "promote"),
  at("a step that stays", 50, "hold"),
  {
    title: "the old version deprecated, its API served",
    config: { "rollout.percent": 100, "rollout.legacy.state": "deprecated", "frontend.skewProtection": "12 hours" },
    resources: { [rollout]: { decision: { outcome: "promote", reasons: [], codes: [] } } },
  },
  { title: "a longer dwell", config: { "rollout.ladder.1.dwell": "P2D" } },
  {
    title: "one more step",
    config: {
      "rollout.ladder": [
        { percent: 0 },
        { percent: 10, dwell: "PT24H" },
        { percent: 25, dwell: "PT24H" },
        { percent: 50, dwell: "PT48H" },
        { percent: 100, dwell: "P7D" },
      ],
    },
  },
  { title: "no rollout at all", config: { rollout: undefined } },
  {
    title: "the way back during an incident, the scheduler still running",
    config: { incident: { reason: "imports fail for every second user", until: "2026-11-22T06:00:00Z" } },
    resources: { [rollout]: { decision: { outcome: "roll-back", reasons: [], codes: [] } } },
  },
];
