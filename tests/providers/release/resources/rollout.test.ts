import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { Unknown } from "../../../../providers/protocol/wire.ts";
import { flag } from "../../../release/site/project.ts";
import { type EvidenceDatabase, openEvidenceDatabase } from "../../../release/support/database.ts";
import { ladder, nowhere, releaseWorld } from "../support/world.ts";

// Each test starts a Vercel and an engine's side; a loaded machine takes seconds for that.
vi.setConfig({ testTimeout: 30_000 });

let database: EvidenceDatabase;
beforeAll(async () => {
  database = await openEvidenceDatabase();
});
afterAll(() => database.database.close());

const world = () => releaseWorld(database);

describe("a new rollout", () => {
  it("S2.2 S2.3 begins at 0 %, with a flag for Production only", async () => {
    const { rollout, at, site, kinds } = await world();
    expect(await rollout.up(at(0))).toMatchObject({ granted: 0, step: "0 %", commit: "", retired: false });
    expect((await site.reality()).flag).toMatchObject({ value: "0", targets: ["production"] });
    expect(await kinds()).toEqual(["declared", "created"]);
  });

  it("S2.2 is refused above 0 %, in preview and at up, and leaves Vercel as it was", async () => {
    const { rollout, at, flagNow } = await world();
    const { inputs, outputs } = await rollout.preview(at(10));
    expect(inputs.decision).toMatchObject({ outcome: "refuse", reasons: [expect.stringContaining("begins at 0 %")] });
    expect(outputs).toMatchObject({ granted: 0 });
    await expect(rollout.up(at(10))).rejects.toThrow(/ROLLOUT_REFUSED.*begins at 0 %/s);
    expect(await flagNow()).toBeUndefined();
  });

  it("is previewed before its project exists", async () => {
    const { rollout, at } = await world();
    const { inputs, outputs } = await rollout.preview(at(0, { projectId: new Unknown() }));
    expect(inputs.decision).toEqual({ outcome: "hold", reasons: [], codes: [] });
    expect(outputs).toMatchObject({ granted: 0, retired: false, since: new Unknown() });
    const above = await rollout.preview(at(10, { projectId: new Unknown() }));
    expect(above.inputs.decision).toMatchObject({ outcome: "refuse" });
  });

  it("takes over a flag of 0, and says how to import one that is more", async () => {
    const { rollout, at, setByHand, project } = await world();
    await setByHand("0");
    await rollout.up(at(0));
    await rollout.destroy();
    await setByHand("10");
    await expect(rollout.up(at(0))).rejects.toThrow(
      `fix: pulumi import release:index:Rollout ${flag} team_acmebrains/${project.id}/${flag}`,
    );
  });

  it("refuses a percent that is no step, and inputs that are only its own", async () => {
    const { rollout, at } = await world();
    expect((await rollout.check(at(20))).failures).toEqual(["expected a step of the ladder: 0, 10, 50, 100"]);
    const { failures } = await rollout.check(at(0, { decision: { outcome: "promote", reasons: [] } }));
    expect(failures).toEqual([expect.stringContaining("is the provider's own")]);
  });
});

describe("a rollout that stands", () => {
  it("previews an unchanged program as unchanged right after each up", async () => {
    const { rollout, at, up } = await world();
    await up(0);
    expect((await rollout.preview(at(0))).changes).toEqual([]);
    await up(10);
    expect((await rollout.preview(at(10))).changes).toEqual([]);
    expect(rollout.said()).toMatch(/stays at 10 %\n {2}10 %: since .* UTC, when users got it/);
  });

  it("previews one change twice alike, and the decision is never a difference", async () => {
    const { rollout, at, up } = await world();
    await up(0);
    const first = await rollout.preview(at(10));
    expect(first.inputs.decision).toEqual({ outcome: "promote", reasons: [], codes: [] });
    expect(first.changes).toEqual(["percent"]);
    expect(await rollout.preview(at(10))).toEqual(first);
    await rollout.preview(at(0));
    expect((await rollout.preview(at(0))).changes).toEqual([]);
  });

  it("S2.3 pins the commit that users have when the percent changes, and lets it go when something else is built in", async () => {
    const { rollout, at, up, git } = await world();
    await up(0, { builtFrom: "one" });
    git.push("acme-brains/twin-brains", "main", "Second release");
    const preview = await rollout.preview(at(10, { builtFrom: "one" }));
    const { commit } = await rollout.up(at(10, { builtFrom: "one" }));
    expect(commit).toMatch(/^[0-9a-f]{40}$/);
    expect(preview.outputs.commit).toBe(commit);
    await up(10, { builtFrom: "one" });
    expect((await rollout.up(at(10, { builtFrom: "two" }))).commit).toBe("");
  });
});

describe("up", () => {
  it("S2.2 is refused where a step is skipped, in words that name the one that is due", async () => {
    const { rollout, at, up, flagNow, kinds } = await world();
    await up(0);
    await up(10);
    const before = await kinds();
    const { inputs, outputs } = await rollout.preview(at(100));
    expect(inputs.decision).toMatchObject({ outcome: "refuse" });
    expect((inputs.decision as { reasons: string[] }).reasons[0]).toContain("the step that is due is 50 %");
    expect(outputs).toMatchObject({ granted: 10 });
    expect(rollout.said()).toContain("10 % → 100 %: refused");
    await expect(rollout.up(at(100))).rejects.toThrow(/the step that is due is 50 %/);
    expect([await flagNow(), await kinds()]).toEqual(["10", before]);
  });

  it("S2.2 is refused before the dwell is over and granted after it, with the grant on record", async () => {
    const { rollout, at, up, pass, flagNow, history, served } = await world();
    await up(0);
    await up(10);
    await expect(rollout.up(at(50))).rejects.toThrow(/10 % has not stood/);
    pass(24);
    const { outputs } = await rollout.preview(at(50));
    expect(outputs).toMatchObject({ granted: 50 });
    expect(await up(50)).toMatch(/^dpl_/);
    expect([await flagNow(), await served()]).toEqual(["50", "50"]);
    const granted = (await history()).events.filter(({ kind }) => kind === "granted");
    expect(granted.at(-1)).toMatchObject({ from: { percent: 10 }, to: { percent: 50 }, actor: "ada" });
    expect(rollout.outputs.evidenceDigest).toMatch(/^[0-9a-f]{64}$/);
  });

  it("S2.2 is refused together with an edit of ladder or gates; the edit by itself begins the dwell again", async () => {
    const { rollout, at, up, pass, kinds } = await world();
    const shorter = { ladder: ladder.map((step) => (step.dwell ? { ...step, dwell: "PT1H" } : step)) };
    await up(0);
    await up(10);
    pass(24);
    expect((await rollout.preview(at(50, shorter))).inputs.decision).toMatchObject({ codes: ["edited-together"] });
    await expect(rollout.up(at(50, shorter))).rejects.toThrow(/edits its ladder/);
    await rollout.up(at(10, shorter));
    expect((await kinds()).at(-1)).toBe("declared");
    await expect(rollout.up(at(50, shorter))).rejects.toThrow(/10 % has not stood/);
    pass(1);
    expect(await rollout.up(at(50, shorter))).toMatchObject({ granted: 50 });
  });

  it("S3.1 is refused together with an edit of the migrations; the edit by itself asks nothing", async () => {
    const { rollout, at, up, pass } = await world();
    const [stood, edited] = [{ migrations: [] }, { migrations: ["alembic upgrade head"] }];
    await up(0, stood);
    await up(10, stood);
    pass(24);
    const { inputs, outputs } = await rollout.preview(at(50, edited));
    expect(inputs.decision).toEqual({
      outcome: "refuse",
      reasons: ["the rollout is raised in the same change that edits which migrations run before a deploy"],
      codes: ["migrates-together"],
    });
    expect(outputs).toMatchObject({ granted: 10 });
    await expect(rollout.up(at(50, edited))).rejects.toThrow(/ROLLOUT_REFUSED.*edits which migrations run/s);
    await rollout.up(at(10, edited));
    expect(await rollout.up(at(50, edited))).toMatchObject({ granted: 50 });
  });

  it("S3.1 takes no offence at migrations that an earlier Cutover did not write down", async () => {
    const { rollout, at, up } = await world();
    await up(0);
    expect(await rollout.up(at(10, { migrations: ["alembic upgrade head"] }))).toMatchObject({ granted: 10 });
  });

  it("S2.10 goes down together with an edit of the migrations", async () => {
    const { rollout, at, up } = await world();
    await up(0, { migrations: [] });
    await up(10, { migrations: [] });
    const edited = at(0, { migrations: ["alembic upgrade head"] });
    expect((await rollout.preview(edited)).inputs.decision).toMatchObject({ outcome: "roll-back", codes: [] });
    expect(await rollout.up(edited)).toMatchObject({ granted: 0 });
  });

  it("S2.2 is refused where the state's ladder or gates are not those on record, as in a state edited by hand", async () => {
    const { rollout, at, up, pass, flagNow } = await world();
    const shorter = { ladder: ladder.map((step) => (step.dwell ? { ...step, dwell: "PT1H" } : step)) };
    await up(0);
    await up(10);
    pass(1);
    rollout.inputs = (await rollout.check(at(10, shorter))).inputs;
    await expect(rollout.up(at(50, shorter))).rejects.toThrow(/are not those on record/);
    expect(await flagNow()).toBe("10");
  });

  it("S2.2 is refused by an edit that was made on the way down while the evidence could not be reached", async () => {
    const { rollout, at, up, elsewhere, promotion, to, deployAt } = await world();
    const steep = { ladder: [{ percent: 0 }, { percent: 100, dwell: "PT1H" }] };
    await up(0);
    await up(10);
    const cut = await elsewhere(nowhere);
    await cut.rollout.up(at(0, steep));
    const { id } = await deployAt(0);
    await promotion.up(to(id, 0));
    rollout.takeOver(cut.rollout);
    await expect(rollout.up(at(100, steep))).rejects.toThrow(/are not those on record/);
    await rollout.up(at(0, steep));
    expect(await rollout.up(at(100, steep))).toMatchObject({ granted: 100 });
  });

  it("S2.2 is judged once more at up: what got worse since the preview changes nothing", async () => {
    const { rollout, at, up, record, flagNow } = await world();
    await up(0);
    expect((await rollout.preview(at(10))).inputs.decision).toMatchObject({ outcome: "promote" });
    await record({ kind: "held", reason: "support is full of complaints" });
    await expect(rollout.up(at(10))).rejects.toThrow(/held/);
    expect(await flagNow()).toBe("0");
  });

  it("S2.9 takes the flag away for good at the end of the ladder", async () => {
    const short = { ladder: [{ percent: 0 }, { percent: 100, dwell: "PT1H" }] };
    const life = (state: string) => ({
      ...short,
      legacy: { state, deprecated: { dwell: "PT1H", checkpoints: [] }, removed: { dwell: "PT1H", checkpoints: [] } },
    });
    const { rollout, at, up, pass, flagNow } = await world();
    await up(0, life("serving"));
    await up(100, life("serving"));
    for (const state of ["deprecated", "removed", "retired"]) {
      await expect(rollout.up(at(100, life(state)))).rejects.toThrow(/has not stood/);
      pass(1);
      expect(await rollout.up(at(100, life(state)))).toMatchObject({ granted: 100, step: state });
    }
    expect([await flagNow(), rollout.outputs.retired]).toEqual([undefined, true]);
    expect((await rollout.preview(at(100, life("retired")))).changes).toEqual([]);
  });
});

describe("down", () => {
  it("S2.10 to 0 keeps the commit that the zero twin was built of, so that nothing is built and checked on the way", async () => {
    const { rollout, at, up } = await world();
    const one = { builtFrom: "one" };
    const two = { builtFrom: "two" };
    await up(0, one);
    const { commit } = await rollout.up(at(10, one));
    await up(10, one);
    expect((await rollout.preview(at(0, one))).outputs.commit).toBe(commit);
    await up(10, two);
    expect((await rollout.preview(at(0, two))).outputs.commit).toBe("");
    expect((await rollout.up(at(0, two))).commit).toBe("");
  });

  it("S2.10 needs no evidence; the evidence then asks for cause and fix before the next promotion", async () => {
    const { rollout, at, up, flagNow, served, kinds, record } = await world();
    await up(0);
    await up(10);
    expect((await rollout.preview(at(0))).inputs.decision).toEqual({ outcome: "roll-back", reasons: [], codes: [] });
    await up(0);
    expect([await flagNow(), await served()]).toEqual(["0", "0"]);
    expect((await kinds()).slice(-3)).toEqual(["rolled-back", "reconciled", "arrived"]);
    await expect(rollout.up(at(10))).rejects.toThrow(/cause|explain/);
    await record({ kind: "explained", cause: "a parser", fix: "the parser" });
    expect(await rollout.up(at(10))).toMatchObject({ granted: 10 });
  });

  it("S2.10 works while the evidence cannot be reached, together with an edit, and only warns", async () => {
    const { rollout, up, at, elsewhere } = await world();
    await up(0);
    await up(10);
    const { rollout: cut } = await elsewhere(nowhere);
    expect(await cut.up(at(0, { minSamples: 7 }))).toMatchObject({ granted: 0 });
    expect(cut.said()).toMatch(/not recorded in the evidence/);
    expect((await rollout.preview(at(0, { minSamples: 7 }))).outputs).toMatchObject({ granted: 0 });
  });
});

describe("without evidence", () => {
  it("S2.2 comes up at 0 %, and refuses to rise with the reason", async () => {
    const { at, elsewhere } = await world();
    const { rollout } = await elsewhere(nowhere);
    await rollout.up(at(0));
    expect(rollout.said()).toMatch(/not recorded in the evidence/);
    const { inputs } = await rollout.preview(at(10));
    expect(inputs.decision).toMatchObject({ outcome: "refuse", reasons: [expect.stringContaining("cannot be read")] });
    expect(rollout.said()).toMatch(/the evidence was not read/);
    await expect(rollout.up(at(10))).rejects.toThrow(/EVIDENCE_UNREACHABLE/);
    await rollout.destroy();
  });

  it("S2.2 says once that nothing can rise where no database is configured", async () => {
    const { at, elsewhere } = await world();
    const { rollout } = await elsewhere({ CUTOVER_DATABASE_URL: "" });
    await rollout.up(at(0));
    rollout.said();
    expect((await rollout.preview(at(0))).changes).toEqual([]);
    expect(rollout.said()).toContain("CUTOVER_DATABASE_URL");
    expect((await rollout.preview(at(10))).inputs.decision).toMatchObject({ outcome: "refuse" });
    await expect(rollout.up(at(10))).rejects.toThrow(/no evidence is kept/);
  });

  it("refuses an edit that cannot be recorded", async () => {
    const { up, at, elsewhere } = await world();
    await up(0);
    const { rollout: cut } = await elsewhere(nowhere);
    const refusal = await cut.up(at(0, { minSamples: 7 })).catch(String);
    expect(refusal).toMatch(/EVIDENCE_UNREACHABLE.*\n {2}at CUTOVER_DATABASE_URL.*\n {2}fix: /);
    expect(refusal).not.toMatch(/bug in the provider/);
  });
});

describe("the real world", () => {
  it("S2.10 puts right a flag that somebody changed by hand, and raises nobody by it", async () => {
    const { rollout, at, up, setByHand, flagNow, served } = await world();
    await up(0);
    await setByHand("100");
    const { changes } = await rollout.preview(at(0));
    expect([changes, rollout.inputs.observedFlag, rollout.inputs.percent]).toEqual([["observedFlag"], "100", 0]);
    await rollout.up(at(0));
    expect([await flagNow(), await served()]).toEqual(["0", "0"]);
    expect((await rollout.preview(at(0))).changes).toEqual([]);
  });

  it("S2.10 shows what users get by a deployment made by hand, and goes back to what is declared", async () => {
    const { rollout, at, up, deployAt, promote, kinds } = await world();
    await up(0);
    const { id } = await deployAt(50);
    await promote(id);
    const { changes } = await rollout.preview(at(0));
    expect([changes, rollout.inputs.percent]).toEqual([["observedFlag", "percent", "unrecorded"], 50]);
    expect(rollout.outputs).toMatchObject({ percent: 50, step: "50 %" });
    await up(0);
    expect((await kinds()).slice(2)).toEqual(["arrived", "drifted", "arrived"]);
    expect((await rollout.preview(at(0))).changes).toEqual([]);
  });

  it("S2.9 takes nothing that follows 100 % for granted where users were back and came to 100 % by hand", async () => {
    const hour = { dwell: "PT1H", checkpoints: [] };
    const life = (state: string) => ({
      ladder: [{ percent: 0 }, { percent: 100, dwell: "PT1H" }],
      legacy: { state, deprecated: hour, removed: hour },
    });
    const { rollout, at, up, pass, deployAt, promote, record } = await world();
    await up(0, life("serving"));
    await up(100, life("serving"));
    pass(1);
    await rollout.up(at(100, life("deprecated")));
    const from = { percent: 100, legacy: "deprecated" } as const;
    await record({ kind: "rolled-back", from, to: { percent: 0, legacy: "serving" }, automatic: false });
    await promote((await deployAt(100)).id);
    const { inputs } = await rollout.preview(at(100, life("deprecated")));
    expect(inputs.decision).toMatchObject({ outcome: "refuse" });
    expect(rollout.outputs.step).toBe("100 %");
  });

  it("S2.2 finishes at the next up what broke off after the flag, judged afresh", async () => {
    const { rollout, at, up, served, flagNow } = await world();
    await up(0);
    const { id, inputs, outputs } = rollout;
    await rollout.up(at(10));
    rollout.takeOver({ id, inputs, outputs });
    const { changes } = await rollout.preview(at(10));
    expect([changes, await flagNow(), await served()]).toEqual([["observedFlag", "percent"], "10", "0"]);
    await up(10);
    expect(await served()).toBe("10");
  });

  it("S2.10 gives up at the next up what broke off, where the program says so", async () => {
    const { rollout, at, up, flagNow, served } = await world();
    await up(0);
    await rollout.up(at(10));
    expect((await rollout.preview(at(0))).changes).toEqual(["observedFlag"]);
    await up(0);
    expect([await flagNow(), await served()]).toEqual(["0", "0"]);
  });

  it("S2.10 keeps a rollback until Git says it too, and then lets it go", async () => {
    const { rollout, at, up, site, record, promotion, deployAt, kinds } = await world();
    await up(0);
    await up(10);
    const twin = await deployAt(0);
    await site.setFlag("0", { percent: 0, at: new Date(), pullRequest: "https://github.com/acme/app/pull/7" });
    await site.promote(twin.id);
    await record({
      kind: "rolled-back",
      from: { percent: 10, legacy: "serving" },
      to: { percent: 0, legacy: "serving" },
      automatic: false,
    });
    expect((await rollout.preview(at(10))).inputs.decision).toMatchObject({ outcome: "refuse" });
    await expect(rollout.up(at(10))).rejects.toThrow(/pull\/7/);
    await rollout.up(at(0));
    expect((await kinds()).at(-1)).toBe("reconciled");
    expect((await site.reality()).hold).toBeUndefined();
    expect(promotion.inputs.percent).toBe(10);
    expect((await rollout.preview(at(0))).changes).toEqual([]);
  });

  it("S2.10 is refused above what a rollback left, also where somebody brought users back by hand", async () => {
    const { rollout, at, up, site, served, elsewhere } = await world();
    await up(0);
    const ten = await up(10);
    const hold = { percent: 0, at: new Date(), pullRequest: "https://github.com/acme/app/pull/7" };
    await site.setFlag("0", hold);
    await site.promote(ten);
    expect((await rollout.preview(at(10))).inputs.decision).toMatchObject({ outcome: "refuse" });
    await expect(rollout.up(at(10))).rejects.toThrow(/pull\/7/);
    const cut = await elsewhere(nowhere);
    await expect(cut.rollout.up(at(10))).rejects.toThrow(/pull\/7/);
    await up(0);
    expect([await served(), (await site.reality()).hold]).toEqual(["0", undefined]);
  });

  it("says what is the matter where Vercel cannot be asked: a preview cannot judge then", async () => {
    const { at, up, elsewhere } = await world();
    await up(0);
    const { rollout: cut } = await elsewhere({ VERCEL_API_TOKEN: "not.the.right.token" });
    await expect(cut.preview(at(0))).rejects.toThrow(/VERCEL_FORBIDDEN/);
  });

  it("is imported where users are, and its dwell begins with the next update", async () => {
    const { rollout, at, up, kinds, project } = await world();
    await up(0);
    await up(10);
    await rollout.import(`team_acmebrains/${project.id}/${flag}`);
    expect(rollout.inputs).toMatchObject({ percent: 10, flag });
    await rollout.up(at(10));
    expect((await kinds()).at(-1)).toBe("arrived");
    for (const id of ["only-one-part", "a/b/c/FLAG", "prj_1/not-a-flag"])
      await expect(rollout.import(id)).rejects.toThrow(/ROLLOUT_IMPORT_ID/);
  });

  it("takes its flag along when it is deleted, and begins anew at 0 % only", async () => {
    const { rollout, at, up, flagNow, served, kinds } = await world();
    await up(0);
    await up(10);
    await rollout.destroy();
    expect([await flagNow(), await served(), (await kinds()).at(-1)]).toEqual([undefined, "10", "deleted"]);
    await expect(rollout.up(at(10))).rejects.toThrow(/ROLLOUT_REFUSED/);
    await expect(rollout.up(at(0))).rejects.toThrow(/ROLLOUT_EXISTS.*users are at 10 %/s);
  });
});
