import { describe, expect, it } from "vitest";
import { faultsWith } from "./baseline.ts";
import { at, byHand, rm } from "./fixes.ts";

const gates = [{ name: "quiet", complaints: {} }];

/** What is broken → the one fault it makes: what, where, how to fix it. */
const table: [title: string, changes: Record<string, unknown>, what: string, where: string, fix: string][] = [
  [
    "a step that names a gate which is not there",
    { "rollout.gates": gates, "rollout.ladder.1.gates": ["quite"] },
    'CONFIG_INVALID: rollout.ladder[1].gates[0] is "quite"; expected one of quiet.',
    "rollout.ladder[1].gates[0]",
    `${at("rollout.ladder[1].gates[0]")} quiet --stack staging`,
  ],
  [
    "checkpoints that name routing where none is declared",
    { "rollout.gates": gates, "rollout.ladder.2.checkpoints": [{ every: "PT1H", gates: ["quiet", "routing"] }] },
    'CONFIG_INVALID: rollout.ladder[2].checkpoints[0].gates[1] is "routing"; expected one of quiet.',
    "rollout.ladder[2].checkpoints[0].gates[1]",
    rm("rollout.ladder[2].checkpoints[0].gates[1]"),
  ],
  [
    "S2.5 a checkpoint after its step",
    { "rollout.ladder.1.checkpoints": [{ at: ["PT30M", "PT2H"] }] },
    'CONFIG_INVALID: rollout.ladder[1].checkpoints[0].at[1] is "PT2H"; expected at most PT1H, the step\'s dwell.',
    "rollout.ladder[1].checkpoints[0].at[1]",
    `${at("rollout.ladder[1].checkpoints[0].at[1]")} PT1H --stack staging`,
  ],
  [
    "S2.5 checkpoints further apart than their step is long",
    { "rollout.ladder.1.checkpoints": [{ every: "P1D" }] },
    'CONFIG_INVALID: rollout.ladder[1].checkpoints[0].every is "P1D"; expected at most PT1H, the step\'s dwell.',
    "rollout.ladder[1].checkpoints[0].every",
    `${at("rollout.ladder[1].checkpoints[0].every")} PT1H --stack staging`,
  ],
  [
    "the same where the schedule is the default",
    { "rollout.legacy": { deprecated: { dwell: "PT12H" } } },
    "CONFIG_MISSING: rollout.legacy.deprecated.checkpoints[0].every is missing; expected at most PT12H, the step's dwell.",
    "rollout.legacy.deprecated.checkpoints[0].every",
    `${at("rollout.legacy.deprecated.checkpoints[0].every")} PT12H --stack staging`,
  ],
  [
    "checkpoints more often than anybody looks",
    { "rollout.ladder.1.checkpoints": [{ every: "PT1M" }] },
    'CONFIG_INVALID: rollout.ladder[1].checkpoints[0].every is "PT1M"; expected at least PT5M, which is how often checkpoints run.',
    "rollout.ladder[1].checkpoints[0].every",
    `${at("rollout.ladder[1].checkpoints[0].every")} PT5M --stack staging`,
  ],
  [
    "checkpoints of a step that takes no time",
    { "rollout.ladder.0.checkpoints": [{ every: "PT1H" }] },
    "CONFIG_INVALID: rollout.ladder[0].checkpoints is a list of 1; expected none where the step has no dwell.",
    "rollout.ladder[0].checkpoints",
    rm("rollout.ladder[0].checkpoints"),
  ],
  [
    "checkpoints at moments and again and again",
    { "rollout.ladder.1.checkpoints": [{ at: ["PT1H"], every: "PT1H" }] },
    "CONFIG_INVALID: rollout.ladder[1].checkpoints[0] is a map; expected either at or every.",
    "rollout.ladder[1].checkpoints[0]",
    byHand("rollout.ladder[1].checkpoints[0]"),
  ],
  [
    "a watch that no schedule can keep",
    { "rollout.watchEvery": "PT5S" },
    'CONFIG_INVALID: rollout.watchEvery is "PT5S"; expected at least PT1M.',
    "rollout.watchEvery",
    `${at("rollout.watchEvery")} PT1M --stack staging`,
  ],
  [
    "S2.8 an unknown state of the old version",
    { "rollout.legacy": { state: "depricated" } },
    'CONFIG_INVALID: rollout.legacy.state is "depricated"; expected one of serving, deprecated, removed, retired.',
    "rollout.legacy.state",
    `${at("rollout.legacy.state")} deprecated --stack staging`,
  ],
  [
    "S2.4 routing that nobody observes",
    { "rollout.routing": {} },
    "CONFIG_INVALID: rollout.routing is a map; expected either logs or query.",
    "rollout.routing",
    byHand("rollout.routing"),
  ],
  [
    "S2.4 routing observed in two ways",
    { "rollout.routing": { query: "select 1 as new, 1 as total", logs: { new: "v2", old: "v1" } } },
    "CONFIG_INVALID: rollout.routing is a map; expected either logs or query.",
    "rollout.routing",
    byHand("rollout.routing"),
  ],
  [
    "S2.4 lines that would count twice",
    { "rollout.routing": { logs: { new: "routed to v2", old: "routed to" } } },
    'CONFIG_INVALID: rollout.routing.logs.old is "routed to"; expected a text that is not in the same lines as "routed to v2".',
    "rollout.routing.logs.old",
    byHand("rollout.routing.logs.old"),
  ],
];

describe("a fault of the ladder and what belongs to it", () => {
  it.each(table)("%s", (_title, changes, what, where, fix) => {
    expect(faultsWith(changes)).toEqual([`${what}\n  at Pulumi.staging.yaml → cutover:${where}\n  fix: ${fix}`]);
  });

  it("does not hide another one", () => {
    const told = faultsWith({
      "rollout.percent": 40,
      "rollout.ladder.1.dwell": "P1M",
      "rollout.ladder.2.checkpoints": [{ every: "P9D" }],
      "rollout.gates": [{ name: "quiet" }, { name: "loud", complaints: {}, steps: [40] }],
    });
    expect(told.map((fault) => /^\w+: (\S+)/.exec(fault)?.[1])).toEqual(
      expect.arrayContaining([
        "rollout.percent",
        "rollout.ladder[1].dwell",
        "rollout.ladder[2].checkpoints[0].every",
        "rollout.gates[0]",
        "rollout.gates[1].steps[0]",
      ]),
    );
    expect(told).toHaveLength(5);
  });
});
