import { describe, expect, it } from "vitest";
import type { EventFact } from "../../../release/evidence/evidence.ts";
import { arrivalObstacles } from "../../../release/promotion/judge-arrival.ts";
import { at, gate, hour, Past, reality } from "../ladder/facts.ts";
import { noEvidence, read, unreachable } from "./judged.ts";

const to50: EventFact = { kind: "granted", from: at(10), to: at(50), declaration: "d", baseline: {}, gates: [] };
const granted = () =>
  new Past()
    .event(0, { kind: "created", position: at(0) })
    .promoted(0, at(0), at(10))
    .event(24, to50);
/** Users get 10 %, the flag says 50. */
const flagged = { id: "env_1", value: "50", targets: ["production"], comment: "", updatedAt: hour(24) };
const between = reality(10, { flag: flagged });

async function reasons(past: Past, hours = 24.2, facts: Partial<Parameters<typeof arrivalObstacles>[0]> = {}) {
  const evidence = read(past.history(hours));
  const obstacles = await arrivalObstacles({ percent: 50, reality: between, evidence, ...facts });
  return obstacles.map(({ what }) => what);
}

describe("a built deployment", () => {
  it("is given to users when it was granted for just this raise, and nothing has happened since", async () => {
    expect(await reasons(granted())).toEqual([]);
  });

  it.each([0, 10])(
    "S2.10 is never kept from users when it lowers what they get or leaves it: %d %%",
    async (percent) => {
      const hold = { percent: 0, at: hour(1) };
      const facts = { percent, reality: reality(10, { hold }), evidence: noEvidence };
      expect(await arrivalObstacles(facts)).toEqual([]);
    },
  );

  it("S2.10 of 0 % is given also where nothing tells what users get", async () => {
    expect(await arrivalObstacles({ percent: 0, reality: reality(undefined), evidence: noEvidence })).toEqual([]);
  });

  it.each([
    ["the flag says something else", { reality: reality(10) }, "the flag at Vercel is not what was granted"],
    [
      "a rollback left its hold",
      { reality: reality(10, { flag: flagged, hold: { percent: 0, at: hour(24) } }) },
      "rolled back to 0 %, and Git does not say so yet",
    ],
  ])("waits, and reads no evidence, where %s", async (_, facts, reason) => {
    expect(await reasons(granted(), 24.2, { ...facts, evidence: noEvidence })).toEqual([reason]);
  });

  it.each([
    ["users got less meanwhile", 0, "nothing grants 50 % to users who get 0 %"],
    ["nothing tells what users get", undefined, "nothing grants 50 % to users who get an unknown %"],
  ])("waits where %s", async (_, real, reason) => {
    const past = real === undefined ? new Past().event(0, { kind: "created", position: at(0) }) : granted();
    expect(await reasons(past, 24.2, { reality: reality(real, { flag: flagged }) })).toEqual([reason]);
  });

  it("waits where another percent was granted, or none", async () => {
    const past = new Past().event(0, { kind: "created", position: at(0) }).promoted(0, at(0), at(10));
    expect(await reasons(past)).toEqual(["nothing grants 50 % to users who get 10 %"]);
  });

  it("waits two hours after it was granted, by the database's clock", async () => {
    expect(await reasons(granted(), 25.99)).toEqual([]);
    expect(await reasons(granted(), 26)).toEqual(["the permission for 50 % is too old"]);
  });

  const rolledBack: EventFact = { kind: "rolled-back", from: at(10), to: at(10), automatic: true };
  it.each<[string, EventFact]>([
    ["it was rolled back", rolledBack],
    ["promotions are held", { kind: "held", reason: "an audit" }],
    ["ladder or gates were edited", { kind: "declared", digest: "d" }],
    ["users got something else by hand", { kind: "drifted", percent: 0 }],
    ["the rollout was deleted", { kind: "deleted", position: at(10) }],
  ])("waits where since then %s", async (why, fact) => {
    expect(await reasons(granted().event(24.1, fact))).toEqual([`the permission for 50 % was taken back: ${why}`]);
  });

  it("waits where since then a scheduled checkpoint failed", async () => {
    const past = granted().checkpoint(24.1, { position: at(10), since: hour(0), gates: [gate("fail")] });
    expect(await reasons(past)).toEqual(["the permission for 50 % was taken back: a checkpoint failed"]);
  });

  it("waits where the evidence cannot be read, or none is kept", async () => {
    expect(await reasons(granted(), 24.2, { evidence: unreachable })).toEqual([
      "the evidence that it was granted cannot be read",
    ]);
    expect(await reasons(granted(), 24.2, { evidence: undefined })).toEqual([
      "no evidence is kept, so nothing tells that it was granted",
    ]);
  });
});
