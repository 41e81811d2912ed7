import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { exitCodeOf } from "../../../release/checkpoint/report.ts";
import { type EvidenceDatabase, openEvidenceDatabase } from "../support/database.ts";
import { minute, Watch } from "./watch.ts";

// The first statement of a fresh database takes a while on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

let db: EvidenceDatabase;
beforeAll(async () => {
  db = await openEvidenceDatabase();
});
afterAll(() => db?.[Symbol.asyncDispose]());

const routing = { query: "share", minSamples: 200 };

async function rolledBack(): Promise<Watch> {
  const watch = new Watch(db, { routing });
  await watch.stand(50);
  watch.advance(10 * minute);
  await watch.act({ reason: "by hand", incident: false });
  watch.rows.share = { rows: [{ new: 0, total: 500 }] };
  return watch;
}

describe("after a rollback", () => {
  it("S2.10 watches that all requests go to the old version, every run until they do", async () => {
    const watch = await rolledBack();
    watch.rows.share = { rows: [{ new: 7, total: 500 }] };
    const [first] = await watch.runEvery(5 * minute, 1);
    expect(first).toMatchObject({
      gates: [{ name: "routing", outcome: "fail" }],
      watching: ["routing", "stuck imports"],
    });
    expect(first && exitCodeOf(first)).toBe(1);
    watch.rows.share = { rows: [{ new: 0, total: 500 }] };
    const [second] = await watch.runEvery(5 * minute, 1);
    expect(second).toMatchObject({ gates: [{ name: "routing", outcome: "pass" }], watching: ["stuck imports"] });
  });

  it("S2.10 asks for jobs under way every 30 minutes until there are none, and says so in rows", async () => {
    const watch = await rolledBack();
    watch.rows.stuck = { rows: [{ stuck: 2 }] };
    const reports = await watch.runEvery(5 * minute, 12);
    const asked = reports.map(({ gates }) => gates.some(({ name }) => name === "stuck imports"));
    expect(asked).toEqual([5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60].map((at) => at === 30 || at === 60));
    expect(reports.at(-1)).toMatchObject({ watching: ["stuck imports"], outcome: "fail" });
    watch.rows.stuck = { rows: [{ stuck: 0 }] };
    const [done] = await watch.runEvery(30 * minute, 1);
    expect(done).toMatchObject({ watching: [], gates: [{ name: "stuck imports", outcome: "pass" }] });
    const { checkpoints } = await watch.evidence.history();
    expect(checkpoints.at(-1)?.gates).toMatchObject([{ name: "stuck imports", outcome: "pass" }]);
    const [after] = await watch.runEvery(5 * minute, 1);
    expect(after).toMatchObject({ watching: [], gates: [], outcome: "pass" });
  });

  it("does not take it for done that nothing is stuck in the first minutes", async () => {
    const watch = await rolledBack();
    const [early] = await watch.runEvery(5 * minute, 1);
    expect(early?.watching).toEqual(["stuck imports"]);
  });

  it("watches nothing of it where there was no rollback", async () => {
    const watch = new Watch(db, { routing });
    await watch.record({ kind: "created", position: { percent: 0, legacy: "serving" } });
    const [report] = await watch.runEvery(5 * minute, 1);
    expect(report).toMatchObject({ watching: [], gates: [] });
  });
});
