import { describe, expect, it } from "vitest";
import type { GateVerdict } from "../../../checks/gates/gate-verdict.ts";
import { wilson } from "../../../checks/wilson.ts";
import { baselineOf, now, type Runs, runsDatabase } from "./runs.ts";

const app = runsDatabase();
const outcomes = (verdicts: Readonly<Record<string, GateVerdict>>) =>
  Object.fromEntries(Object.entries(verdicts).map(([name, { outcome }]) => [name, outcome]));

const overloaded = 'upstream error: overloaded (request {id}) for ann@example.com at 12:33, "her file"';
const good: Runs = { many: 196 };
const fewFailed: Runs = { many: 4, status: "failed", error: overloaded };

/** What the step before left: 98 % of 200 succeeded, in 3 minutes. */
async function baseline() {
  await app.has(good, fewFailed);
  return baselineOf(await app.judge());
}

describe("the gates of imports", () => {
  it("S2.6 pass for a step that is as good as the one before, with the same errors again", async () => {
    const before = await baseline();
    await app.has(good, { ...fewFailed, error: overloaded.replace("12:33", "18:01").replace("ann", "bo") });

    expect(outcomes(await app.judge({ baseline: before }))).toEqual({
      "success rate": "pass",
      "success holds": "pass",
      "stuck imports": "pass",
      durations: "pass",
      "durations hold": "pass",
      "systemic errors": "pass",
      "new error patterns": "pass",
      traffic: "pass",
    });
  });

  it("S2.6 fail at 93 % success, and say so", async () => {
    await app.has({ many: 186 }, { many: 14, status: "failed", error: overloaded });
    const success = await app.verdict("success rate");

    expect(success).toMatchObject({
      outcome: "fail",
      observed: "success_rate 93, worst_day 93",
      expected: "result.success_rate >= 95 && result.worst_day >= 95",
      sampleSize: 200,
      differences: [{ at: "success rate" }],
    });
  });

  it("S2.7 know between which ends the true share lies", async () => {
    await app.has({ many: 186 }, { many: 14, status: "failed" });
    const { at_least, at_most } = (await app.verdict("success rate")).figures?.result ?? {};
    const { low, high } = wilson(186, 200);

    expect(at_least).toBeCloseTo(100 * low, 1);
    expect(at_most).toBeCloseTo(100 * high, 1);
  });

  it("S2.6 fail for a day under 95 % that good days hide", async () => {
    await app.has(
      { many: 300, beganHoursAgo: 30 },
      { many: 27, beganHoursAgo: 3 },
      { many: 3, beganHoursAgo: 3, status: "failed" },
    );
    expect(await app.verdict("success rate")).toMatchObject({
      outcome: "fail",
      observed: "success_rate 99.09, worst_day 90",
    });
  });

  it("S2.5 are inconclusive with fewer than 20 runs, however they went", async () => {
    await app.has({ many: 19, status: "failed", error: overloaded });
    const success = await app.verdict("success rate");

    expect(success).toMatchObject({ outcome: "inconclusive", sampleSize: 19 });
    expect(success?.reason).toMatch(/^19 samples; at least 20 are needed/);
  });

  it("S2.6 are inconclusive while a stuck import may still end, and fail when two hours are over", async () => {
    await app.has(good, { many: 1, status: "processing", beganHoursAgo: 1 });
    expect(await app.verdict("stuck imports")).toMatchObject({ outcome: "inconclusive", observed: /stuck 1/ });

    await app.has(good, { many: 1, status: "processing", beganHoursAgo: 2.1 });
    expect(await app.verdict("stuck imports")).toMatchObject({ outcome: "fail", observed: /unresolved 1/ });
  });

  it("S2.6 pass a stuck import that ended within two hours, and fail one that took longer", async () => {
    await app.has(good, { many: 1, beganHoursAgo: 5, minutes: 100 });
    expect((await app.verdict("stuck imports")).outcome).toBe("pass");

    await app.has(good, { many: 1, beganHoursAgo: 5, minutes: 121 });
    expect((await app.verdict("stuck imports")).outcome).toBe("fail");
  });

  it("S2.6 see a stuck import of before the step, since it is stuck now", async () => {
    await app.has(good, { many: 1, status: "processing", beganHoursAgo: 24 * 9 });
    expect((await app.verdict("stuck imports")).outcome).toBe("fail");
  });

  it("S2.5 fail when most imports take 10 minutes, or a tenth of them over 30", async () => {
    await app.has({ many: 100, minutes: 12 }, { many: 90 });
    expect(await app.verdict("durations")).toMatchObject({
      outcome: "fail",
      observed: "under_10min 47.36, over_30min 0",
    });

    await app.has({ many: 20, minutes: 31 }, { many: 180 });
    expect(await app.verdict("durations")).toMatchObject({
      outcome: "fail",
      observed: "under_10min 90, over_30min 10",
    });
  });

  it("S2.7 fail when p95 is more than 1.2 times that of the step before, though still short", async () => {
    const before = await baseline();
    await app.has({ many: 180 }, { many: 20, minutes: 4 });
    expect(await app.verdict("durations hold", { baseline: before })).toMatchObject({
      outcome: "fail",
      observed: "p50 180, baseline p50 180, p95 240, baseline p95 180",
    });

    await app.has({ many: 200, minutes: 3.5 });
    expect((await app.verdict("durations hold", { baseline: before })).outcome).toBe("pass");
  });

  it("S2.7 never pass with less success than the step before: inconclusive where chance explains it, else failed", async () => {
    await app.has({ many: 1990 }, { many: 10, status: "failed", error: overloaded });
    const before = baselineOf(await app.judge());

    await app.has({ many: 199 }, { many: 1, status: "failed", error: overloaded });
    expect((await app.verdict("success holds", { baseline: before })).outcome).toBe("pass");

    await app.has({ many: 198 }, { many: 2, status: "failed", error: overloaded });
    expect(await app.verdict("success holds", { baseline: before })).toMatchObject({
      outcome: "inconclusive",
      observed: /^success_rate 99, baseline success_rate 99.5, at_most 99.8\d*, baseline at_least 98.9\d*$/,
    });

    await app.has({ many: 1920 }, { many: 80, status: "failed", error: overloaded });
    expect((await app.verdict("success holds", { baseline: before })).outcome).toBe("fail");
  });

  it("S2.7 do not take one failed import for a trend where the step before had none", async () => {
    await app.has({ many: 50 });
    const before = baselineOf(await app.judge());
    await app.has({ many: 249 }, { many: 1, status: "failed", error: overloaded });
    expect((await app.verdict("success holds", { baseline: before })).outcome).toBe("inconclusive");
  });

  it("S2.7 fail for a kind of error that the step before did not have, however rare", async () => {
    const before = await baseline();
    await app.has(good, fewFailed, { many: 1, status: "failed", error: "KeyError: 'sections' in chunk 17" });
    const patterns = await app.verdict("new error patterns", { baseline: before });

    expect(patterns?.outcome).toBe("fail");
    expect(patterns?.observed).toContain("keyerror: # in chunk #");
  });

  it.each(["success holds", "durations hold", "new error patterns"])(
    "S2.7 are inconclusive without figures of the step before: %s",
    async (name) => {
      await app.has(good, fewFailed);
      expect(await app.verdict(name, { baseline: {} })).toMatchObject({
        outcome: "inconclusive",
        reason: "the step before has no figures of this gate to compare with",
      });
    },
  );

  it("S2.6 fail when one error strikes a tenth of an hour's imports, though the day is good", async () => {
    await app.has({ many: 500 }, { many: 6, beganHoursAgo: 4.5, status: "failed", error: overloaded });
    expect(await app.verdict("systemic errors")).toMatchObject({ outcome: "fail", observed: /worst_share 2\d/ });
  });

  it("S2.5 fail for a sudden drop in an hour, and pass a quiet one of an app with few imports", async () => {
    const hours = (many: number) => [1, 2, 3, 4, 5, 6].map((hour) => ({ many, beganHoursAgo: hour + 0.5 }));
    await app.has(...hours(40), { many: 9, beganHoursAgo: 0.5 });
    expect(await app.verdict("traffic")).toMatchObject({ outcome: "fail", observed: "usual_hour 40, last_hour 9" });

    await app.has(...hours(40), { many: 10, beganHoursAgo: 0.5 });
    expect((await app.verdict("traffic")).outcome).toBe("pass");

    await app.has(...hours(15), { many: 1, beganHoursAgo: 0.5 });
    expect((await app.verdict("traffic")).outcome).toBe("pass");
  });

  it("S2.5 look at the step only: what began before it is another percent's", async () => {
    await app.has(good, { many: 100, status: "failed", beganHoursAgo: 30, error: overloaded });
    const stepBegan = new Date(now.getTime() - 86_400_000);
    expect(await app.verdict("success rate", { stepBegan })).toMatchObject({ outcome: "pass", sampleSize: 196 });
  });

  it("are inconclusive, never passed, when there is no row at all", async () => {
    await app.has();
    const { "stuck imports": stuck, ...others } = outcomes(await app.judge());

    expect(new Set(Object.values(others))).toEqual(new Set(["inconclusive"]));
    expect(stuck).toBe("pass");
  });
});
