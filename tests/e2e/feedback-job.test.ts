import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Rehearsal } from "../../rehearsal/open.ts";
import { openStandingProd } from "./support/standing-prod.ts";

const up = ["up", "--yes", "--skip-preview"];

/** From feedback to a processed job, and what an update says when none is; each test stands on those before. The rehearsal tells how it is learnt from. */
describe("feedback of the production stack", () => {
  let rehearsal: Rehearsal;
  const processed = async () => {
    const rows = await rehearsal.world.database.query("select 1 from learning_jobs where status = 'processed'");
    return rows.length;
  };
  const push = (message: string, app = {}) =>
    rehearsal.world.git.write(rehearsal.file.repository, rehearsal.file.branch, message, {
      "sample-app.json": JSON.stringify(app),
    });
  /** A change that a running worker sees, so that the next update deploys. */
  const change = (value: string) =>
    rehearsal.pulumi(["config", "set", "--path", "cutover:env.backend.CONTENT_EXTRACT_MAX_CHUNKS", value]);

  beforeAll(async () => {
    rehearsal = await openStandingProd();
  });
  afterAll(() => rehearsal.close());

  it("S1.12 is proved by the smoke checks: the job that they made is processed in the database", async () => {
    const jobs = await rehearsal.world.database.query("select twin_id, status from learning_jobs");
    expect(jobs).toEqual([{ twin_id: "smoke-check", status: "processed" }]);
  });

  it("S1.12 that the worker leaves undone fails the update", async () => {
    push("Rewrite the worker", { worker: "stuck" });
    const before = await processed();
    await rehearsal.pulumi([...["config", "set", "--path", "cutover:smokeChecks[4].afterwards.within", "PT3S"]]);
    await change("8");
    const run = await rehearsal.pulumi(up);
    expect(run.exitCode).not.toBe(0);
    expect(run.stdout).toMatch(/feedback becomes a job that the worker processes: FAILED.*"?processing/);
    expect(await processed()).toBe(before);
  });

  it("S1.11 whose worker ends at start fails the update with its log lines", async () => {
    push("Rename the job", { worker: "crash" });
    await change("9");
    const run = await rehearsal.pulumi(up);
    expect(run.exitCode).not.toBe(0);
    expect(run.stdout + run.stderr).toMatch(
      /worker[\s\S]*update_failed[\s\S]*cannot import name 'process_feedback_job'/,
    );
  });

  it("S1.12 works again with the fixed commit", async () => {
    push("Fix the worker");
    await change("6");
    const before = await processed();
    const run = await rehearsal.pulumi(up);
    expect(run, run.stdout + run.stderr).toMatchObject({ exitCode: 0 });
    expect(await processed()).toBe(before + 1);
  });
});
