import { describe, expect, it } from "vitest";
import { gateSets } from "../../config/rollout/gate-set.ts";
import { stackConfig } from "../../config/schema.ts";
import { declarationOf } from "../../release/gate-sets/declaration.ts";
import { staging } from "./baseline.ts";

const rolloutOf = (changes: Readonly<Record<string, unknown>>) => {
  const { rollout } = stackConfig.parse(staging(changes));
  if (!rollout) throw new Error("The baseline has a rollout");
  return rollout;
};

describe("a rollout", () => {
  it("S2.2 S2.5 is the whole ladder with its checkpoints when only the flag is named", () => {
    const rollout = rolloutOf({ rollout: { flag: "V2_ROLLOUT_PERCENT", percent: 0 } });
    expect(rollout.ladder.map(({ percent, dwell }) => [percent, dwell])).toEqual([
      [0, "PT0S"],
      [10, "PT24H"],
      [50, "PT48H"],
      [100, "P7D"],
    ]);
    expect(rollout.legacy).toEqual({
      state: "serving",
      deprecated: { dwell: "P7D", checkpoints: [{ every: "P1D" }] },
      removed: { dwell: "P7D", checkpoints: [{ every: "P1D" }] },
    });
    expect(rollout).toMatchObject({ gates: [], rollbackWhen: [], minSamples: 20, watchEvery: "PT5M" });
  });

  it.each(["deprecated", "removed", "retired"])(
    "S2.10 goes down with one value after the old version was %s",
    (state) => {
      const stateAt = (percent: number) =>
        rolloutOf({ "rollout.percent": percent, "rollout.legacy": { state } }).legacy.state;
      expect([100, 50, 10, 0].map(stateAt)).toEqual([state, "serving", "serving", "serving"]);
    },
  );

  it("knows what is in each ready set by the names that stand there", () => {
    for (const [set, names] of Object.entries(gateSets)) {
      const { gates, rollbackWhen } = declarationOf(
        rolloutOf({ "rollout.gates": [{ set }], "rollout.rollbackWhen": [{ set }] }),
      );
      expect({
        gates: gates.map(({ name }) => name),
        rollbackWhen: rollbackWhen.map(({ name }) => name),
      }).toEqual(names);
    }
  });
});
