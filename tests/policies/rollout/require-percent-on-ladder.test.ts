import { describe, expect, it } from "vitest";
import { requirePercentOnLadder } from "../../../policies/rollout/require-percent-on-ladder.ts";
import { type Plain, Unknown } from "../../../policies/unknown.ts";
import { facts, ROLLOUT, resource } from "../stack-facts.ts";

const LADDER = [0, 10, 50, 100].map((percent) => ({ percent }));
const decided = (outcome: string): Plain => ({ outcome, reasons: [], codes: [] });

const judge = (percent: Plain, ladder: Plain = LADDER, decision: Plain = decided("hold")) =>
  requirePercentOnLadder.judgeResource(resource(ROLLOUT, { flag: "V2", percent, ladder, decision }), () => facts);

describe("S2.2 passes", () => {
  it.each([0, 10, 50, 100])("%s %%, a step", (percent) => {
    expect(judge(percent)).toEqual([]);
  });

  it.each<[string, Plain, Plain]>([
    ["a percentage that is not known yet", new Unknown("later"), LADDER],
    ["a ladder that is not known yet", 20, new Unknown("later")],
    ["a ladder with a step that is not", 20, [{ percent: 0 }, { percent: new Unknown("later") }]],
    ["no ladder", 20, null],
  ])("%s", (_title, percent, ladder) => {
    expect(judge(percent, ladder)).toEqual([]);
  });

  it("S2.10 the way back to any percentage, and to 0 on any ladder", () => {
    expect(judge(20, LADDER, decided("roll-back"))).toEqual([]);
    expect(judge(0, [{ percent: 5 }, { percent: 100 }])).toEqual([]);
  });
});

describe("S2.2 refuses", () => {
  it.each([
    [20, 10],
    [10.5, 10],
    [5, 0],
    [99, 50],
    [101, 100],
    [-1, 0],
  ])("%s %%, and names the step below, %s %%", (percent, below) => {
    expect(judge(percent)).toMatchObject([
      {
        level: "violation",
        message: `V2: ${percent} % is no step of the ladder; expected one of 0, 10, 50, 100`,
        fix: `pulumi config set --path cutover:rollout.percent ${below} --stack prod`,
        at: "cutover:rollout.percent",
      },
    ]);
  });

  it("the configuration too", () => {
    const rollout = { flag: "V2", percent: 25, ladder: LADDER };
    expect(requirePercentOnLadder.judgeConfig({ rollout }, facts)).toHaveLength(1);
    expect(requirePercentOnLadder.judgeConfig({ rollout: { ...rollout, percent: 50 } }, facts)).toEqual([]);
    expect(requirePercentOnLadder.judgeConfig({ rollout: { flag: "V2", percent: 25 } }, facts)).toEqual([]);
    expect(requirePercentOnLadder.judgeConfig({}, facts)).toEqual([]);
  });
});
