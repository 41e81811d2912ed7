import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { EventFact } from "../../../../release/evidence/evidence.ts";
import { type EvidenceDatabase, openEvidenceDatabase } from "../../../release/support/database.ts";
import { nowhere, releaseWorld } from "../support/world.ts";

// Each test starts a Vercel and an engine's side; a loaded machine takes seconds for that.
vi.setConfig({ testTimeout: 30_000 });

let database: EvidenceDatabase;
beforeAll(async () => {
  database = await openEvidenceDatabase();
});
afterAll(() => database.database.close());

const position = (percent: number) => ({ percent, legacy: "serving" as const });

/** A project whose users are at 10 %, and a deployment of 50 % that they have not. */
async function built() {
  const world = await releaseWorld(database);
  await world.up(0);
  const ten = await world.up(10);
  const { id: fifty } = await world.deployAt(50);
  return { ...world, ten, fifty };
}
/** The same, the next step granted. */
async function granted() {
  const world = await built();
  world.pass(24);
  await world.rollout.up(world.at(50));
  return world;
}

describe("a promotion", () => {
  it("S2.3 gives users the first deployment, and says what they get", async () => {
    const { rollout, promotion, at, to, deployAt, served, history } = await releaseWorld(database);
    await rollout.up(at(0));
    const { id } = await deployAt(0);
    expect((await promotion.preview(to(id, 0))).outputs).toMatchObject({ percent: 0 });
    expect(await promotion.up(to(id, 0))).toMatchObject({ percent: 0 });
    expect(await served()).toBe("0");
    expect((await history()).events.at(-1)).toMatchObject({ kind: "arrived", deployment: id, position: position(0) });
    expect((await promotion.preview(to(id, 0))).changes).toEqual([]);
  });

  it("S2.2 raises what users get with a grant for just that, and begins the dwell", async () => {
    const { promotion, to, fifty, served, kinds } = await granted();
    await promotion.up(to(fifty, 50));
    expect([await served(), (await kinds()).slice(-2)]).toEqual(["50", ["granted", "arrived"]]);
  });

  it("S2.2 raises nothing without a grant, though flag and deployment say so", async () => {
    const { promotion, to, fifty, served, setByHand } = await built();
    await setByHand("50");
    await expect(promotion.up(to(fifty, 50))).rejects.toThrow(/PROMOTION_REFUSED.*nothing grants 50 %/s);
    expect(await served()).toBe("10");
  });

  it("S2.2 does not believe the program's own word about what was built", async () => {
    const { promotion, to, fifty, served } = await built();
    await expect(promotion.up(to(fifty, 10))).rejects.toThrow(/was built with 50 %, not 10 %/);
    expect(await served()).toBe("10");
  });

  it("S2.10 is stopped by a rollback in the middle: the flag says otherwise", async () => {
    const { promotion, to, fifty, served, site } = await granted();
    await site.setFlag("0", { percent: 0, at: new Date() });
    await expect(promotion.up(to(fifty, 50))).rejects.toThrow(/rolled back|flag/);
    expect(await served()).toBe("10");
  });

  it.each<[string, EventFact]>([
    ["a rollback", { kind: "rolled-back", from: position(10), to: position(0), automatic: true }],
    ["a hold", { kind: "held", reason: "an incident" }],
  ])("S2.10 is stopped by %s on record", async (_what, fact) => {
    const { promotion, to, fifty, record, served } = await granted();
    await record(fact);
    await expect(promotion.up(to(fifty, 50))).rejects.toThrow(/was taken back/);
    expect(await served()).toBe("10");
  });

  it("S2.6 is stopped by a checkpoint that failed meanwhile", async () => {
    const { promotion, to, fifty, recordCheckpoint, history, served } = await granted();
    const { now } = await history();
    await recordCheckpoint({
      ...{ position: position(10), since: now, slot: now, scheduled: true, declaration: "d", outcome: "fail" },
      ...{ gates: [], criteria: [], digest: "d" },
    });
    await expect(promotion.up(to(fifty, 50))).rejects.toThrow(/a checkpoint failed/);
    expect(await served()).toBe("10");
  });

  it("S2.2 is too late two hours after its grant", async () => {
    const { promotion, to, fifty, pass } = await granted();
    pass(2);
    await expect(promotion.up(to(fifty, 50))).rejects.toThrow(/too old/);
  });

  it("S2.2 raises nothing while the evidence cannot be read", async () => {
    const { to, fifty, served, elsewhere } = await granted();
    const { promotion } = await elsewhere(nowhere);
    await expect(promotion.up(to(fifty, 50))).rejects.toThrow(/evidence/);
    expect(await served()).toBe("10");
  });

  it("S2.10 lowers what users get whatever cannot be reached, and says what is not recorded", async () => {
    const { to, deployAt, served, elsewhere } = await built();
    const { promotion } = await elsewhere(nowhere);
    const { id: twin } = await deployAt(0);
    expect(await promotion.up(to(twin, 0))).toMatchObject({ percent: 0 });
    expect([await served(), promotion.said()]).toEqual(["0", expect.stringContaining("not recorded")]);
  });

  it("S2.10 finds out who serves, and goes back to what is declared", async () => {
    const { promotion, to, ten, fifty, promote, served } = await built();
    await promote(fifty);
    expect((await promotion.preview(to(ten, 10))).changes).toEqual(["deploymentId", "percent"]);
    expect(promotion.outputs).toMatchObject({ percent: 50 });
    await promotion.up(to(ten, 10));
    expect(await served()).toBe("10");
  });

  it("says that a deployment is gone, and leaves users what they have when it is deleted itself", async () => {
    const { promotion, to, served } = await built();
    await expect(promotion.up(to("dpl_never", 10))).rejects.toThrow(/there is no deployment dpl_never/);
    await promotion.destroy();
    expect(await served()).toBe("10");
  });
});
