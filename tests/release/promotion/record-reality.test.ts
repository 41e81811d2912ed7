import { describe, expect, it } from "vitest";
import type { EventFact } from "../../../release/evidence/evidence.ts";
import { recordedOf } from "../../../release/ladder/recorded.ts";
import { unrecorded } from "../../../release/promotion/record-reality.ts";
import { at, hour, Past, reality } from "../ladder/facts.ts";

const at10 = () => new Past().event(0, { kind: "created", position: at(0) }).promoted(0, at(0), at(10));
const to50: EventFact = { kind: "granted", from: at(10), to: at(50), declaration: "d", baseline: {}, gates: [] };
const found = (past: Past, ...seen: Parameters<typeof reality>) =>
  unrecorded(reality(...seen), recordedOf(past.events));
const built = { deployment: "dpl_1", commit: "c0ffee0" };

describe("what users get, against the evidence", () => {
  it("is nothing new when both say the same, or Vercel does not tell", () => {
    expect(found(at10(), 10)).toBeUndefined();
    expect(found(at10(), undefined)).toBeUndefined();
  });

  it("is an arrival that a crash swallowed where it was granted", () => {
    expect(found(at10().event(1, to50), 50)).toEqual({ kind: "arrived", position: at(50), ...built });
  });

  it("is a change by hand where it was not, also where a permission for it is older than the step", () => {
    expect(found(at10(), 50)).toEqual({ kind: "drifted", percent: 50, flag: "50" });
    const spent = at10()
      .event(1, to50)
      .event(1, { kind: "arrived", position: at(50) })
      .event(2, { kind: "rolled-back", from: at(50), to: at(10), automatic: false });
    expect(found(spent, 50)).toMatchObject({ kind: "drifted", percent: 50 });
  });

  it("S2.10 is a rollback that reached nothing but Vercel where it left its hold at the flag", () => {
    const hold = { percent: 0, at: hour(1) };
    expect(found(at10(), 0, { hold })).toMatchObject({
      kind: "rolled-back",
      from: at(10),
      to: at(0),
      automatic: false,
    });
    expect(found(at10(), 50, { hold })).toMatchObject({ kind: "drifted" });
  });

  it("is where a rollout is found that is not on record at all", () => {
    expect(found(new Past(), 50)).toEqual({ kind: "imported", position: at(50) });
  });
});
