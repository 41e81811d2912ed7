import { describe, expect, it } from "vitest";
import { dueRun } from "../../../release/ladder/due-run.ts";
import { standingOf } from "../../../release/ladder/standing.ts";
import { at, declare, gate, hour, Past, readyAt10 } from "./facts.ts";

const declaration = declare();
const stood = (past: Past, hours: number, position = at(10)) => standingOf(declaration, past.history(hours), position);
const at10 = () => new Past().event(0, { kind: "created", position: at(0) }).promoted(0, at(0), at(10));
const failing = { position: at(10), since: hour(0), gates: [gate("fail")] };

describe("when a step began", () => {
  it("S2.2 is when users got it", () => {
    const standing = stood(at10(), 5);
    expect([standing.since, standing.dwellEnds, standing.earliest]).toEqual([hour(0), hour(24), hour(24)]);
  });

  it("S2.2 is again when a scheduled checkpoint fails", () => {
    const standing = stood(at10().checkpoint(6, failing), 7);
    expect([standing.since, standing.earliest]).toEqual([hour(6), hour(30)]);
    expect(standing.slots.map((slot) => slot.at)).toEqual([hour(7), hour(12), hour(30)]);
  });

  it("stays where a run that no schedule asked for fails, or one that could not measure", () => {
    const past = at10()
      .checkpoint(2, { ...failing, scheduled: false })
      .checkpoint(6, { position: at(10), since: hour(0), gates: [gate("inconclusive")] });
    expect(stood(past, 7).since).toEqual(hour(0));
  });

  it("is again when ladder or gates are edited", () => {
    expect(stood(at10().event(20, { kind: "declared", digest: "d" }), 24).since).toEqual(hour(20));
  });

  it("S2.8 is again when it was rolled back and raised again: no step that counts has a rollback in it", () => {
    const past = at10()
      .event(5, { kind: "rolled-back", from: at(10), to: at(0), automatic: true })
      .event(6, { kind: "reconciled", position: at(0) })
      .promoted(7, at(0), at(10));
    expect(stood(past, 30).since).toEqual(hour(7));
  });

  it("stays when the same arrives once more, as after a crash between arriving and saying so", () => {
    expect(stood(at10().event(9, { kind: "arrived", position: at(10) }), 24).since).toEqual(hour(0));
  });

  it("is only now when users get what is not on record", () => {
    const standing = stood(at10(), 30, at(50));
    expect([standing.since, standing.because, standing.earliest]).toEqual([hour(30), undefined, hour(78)]);
  });

  it("is when a change by hand was found, also one that was undone", () => {
    const past = at10().event(3, { kind: "drifted", percent: 50 }).event(4, { kind: "drifted", percent: 10 });
    expect(stood(past, 30).since).toEqual(hour(4));
  });
});

describe("what was earned", () => {
  it("is what was granted, never what somebody set by hand, however often it is deployed again", () => {
    const past = at10()
      .event(3, { kind: "drifted", percent: 50 })
      .event(4, { kind: "arrived", position: at(50) });
    const standing = stood(past, 60, at(50));
    expect([standing.recorded, standing.earned]).toEqual([at(50), at(10)]);
  });

  it("S2.10 is lower after going down, by whatever way", () => {
    expect(stood(at10().event(3, { kind: "drifted", percent: 0 }), 4, at(0)).earned).toEqual(at(0));
  });
});

describe("the evidence that is due", () => {
  it("S2.5 is missing until its gates passed, and a late run answers every moment before it", () => {
    const late = at10().checkpoint(7, { position: at(10), since: hour(0) });
    expect(stood(at10(), 7).missing.map((slot) => slot.at)).toEqual([hour(1), hour(6)]);
    expect(stood(late, 7).missing).toEqual([]);
    expect(stood(late, 24).missing.map((slot) => slot.at)).toEqual([hour(24)]);
  });

  it.each([
    ["was inconclusive", { gates: [gate("inconclusive")] }],
    ["was judged by gates that were edited since", { declaration: "other" }],
    ["was taken for another beginning of the step", { since: hour(-1) }],
    ["did not judge the gate that was asked for", { gates: [gate("pass", "another")] }],
  ])("is missing where a run %s", (_, facts) => {
    const past = at10().checkpoint(1, { position: at(10), since: hour(0), ...facts });
    expect(stood(past, 2).missing.map((slot) => slot.at)).toEqual([hour(1)]);
  });

  it("S2.5 asks only for the gates that a schedule names", () => {
    const ladder = [
      { percent: 0 },
      { percent: 100, dwell: "P7D", checkpoints: [{ every: "P1D" }, { every: "P3D", gates: ["durations"] }] },
    ];
    const gates = ["success rate", "durations"].map((name) => ({ ...declaration.gates[0], name }));
    const past = new Past().event(0, { kind: "imported", position: at(100) });
    const { slots } = standingOf(declare({ ladder, gates }), past.history(1), at(100));
    expect(slots.slice(0, 3).map((slot) => slot.gates)).toEqual(Array(3).fill(["success rate", "durations"]));
    expect(slots).toHaveLength(7);
  });

  it("opens the next step no earlier than its last moment, also where that lies behind the dwell", () => {
    const ladder = [
      { percent: 0, dwell: "PT0S", checkpoints: [] },
      { percent: 100, dwell: "PT1H", checkpoints: [{ at: ["PT3H"] }] },
    ];
    const past = new Past().event(0, { kind: "imported", position: at(100) });
    expect(standingOf({ ...declaration, ladder }, past.history(1), at(100)).earliest).toEqual(hour(3));
  });
});

describe("the baseline", () => {
  it("S2.7 is what was measured when the step before was left", () => {
    const baseline = { "success rate": { result: { success_rate: 97 }, rows: [] } };
    const past = at10()
      .event(24, { kind: "granted", from: at(10), to: at(50), declaration: "d", baseline, gates: [] })
      .event(24, { kind: "arrived", position: at(50) });
    expect(stood(past, 30, at(50)).baseline).toEqual(baseline);
    expect(stood(past, 30, at(10)).baseline).toEqual({});
  });
});

describe("the watch", () => {
  it("is over when two runs in a row did not come, and begins again with the next", () => {
    const past = readyAt10();
    expect(stood(past, 24 + 10 / 60).watched).toBe(true);
    expect(stood(past, 24 + 11 / 60).watched).toBe(false);
    expect(stood(past.checkpoint(25, { position: at(10), since: hour(0), scheduled: false }), 25).watched).toBe(true);
  });
});

describe("the run that is due", () => {
  const run = (past: Past, hours: number) => dueRun(stood(past, hours), declaration);

  it("is one of the watch, every few minutes, with the step's gates", () => {
    expect(run(at10(), 0.3)).toEqual({ slot: hour(0.25), scheduled: false, gates: ["success rate"] });
  });

  it("S2.5 is the moment that a schedule asked for, though it comes late", () => {
    expect(run(at10(), 6.4)).toEqual({ slot: hour(6), scheduled: true, gates: ["success rate"] });
  });

  it("is scheduled still, at another moment, when the first one could not measure", () => {
    const past = at10().checkpoint(1, {
      ...{ position: at(10), since: hour(0), slot: hour(1), gates: [gate("inconclusive")] },
    });
    expect(run(past, 1.2)).toEqual({
      slot: new Date(+hour(1) + 10 * 60_000),
      scheduled: true,
      gates: ["success rate"],
    });
  });
});
