import { beforeEach, describe, expect, it, vi } from "vitest";
import { processes, startScripted } from "./processes.ts";
import { ownerId, repo, startWorld } from "./render-world.ts";

vi.mock("../../../rehearsal/app/start.ts", () => ({ startApp: startScripted }));

beforeEach(() => {
  processes.length = 0;
});
const minute = 60_000;

/** A cron job that is live. Its commands: see `startScripted`. */
async function cronJob(command: string, schedule = "*/15 * * * *") {
  const world = await startWorld();
  const answer = await world.post("/services", {
    ...{ type: "cron_job", name: "scheduler", ownerId, repo, branch: "main" },
    envVars: [{ key: "TWINS", value: "100" }],
    serviceDetails: {
      runtime: "node",
      schedule,
      envSpecificDetails: { buildCommand: "npm ci", startCommand: command },
    },
  });
  const { id } = answer.body.service;
  await world.render.settled();
  const runs = () => [...world.render.state.cronRuns.values()];
  return { ...world, id, runs, trigger: () => world.post(`/cron-jobs/${id}/runs`) };
}

describe("a run on demand", () => {
  it("S1.13 runs the command with the env of the live deploy and ends with its exit code", async () => {
    const { trigger, runs, render, get, id } = await cronJob("exit 0");
    const { status, body } = await trigger();
    expect(status).toBe(200);
    expect(body).toMatchObject({ id: expect.stringContaining(id), status: "pending", startedAt: expect.any(String) });
    await render.settled();
    expect(runs()).toMatchObject([{ status: "successful", exitCode: 0, triggeredBy: "user" }]);
    expect(processes[0]?.runtime.env).toMatchObject({ TWINS: "100", RENDER_SERVICE_TYPE: "cron" });
    expect((await get(`/services/${id}`)).body.serviceDetails.lastSuccessfulRunAt).toMatch(/Z$/);
  });

  it.each(["exit 2", "refuse"])("is unsuccessful when the program fails (%s), which its log tells", async (command) => {
    const { trigger, runs, render, get, id } = await cronJob(command);
    await trigger();
    await render.settled();
    expect(runs()).toMatchObject([{ status: "unsuccessful" }]);
    expect(render.logsOf(id).at(-1)).toMatchObject({ level: "error", message: expect.stringContaining("Exited with") });
    expect((await get(`/services/${id}`)).body.serviceDetails).not.toHaveProperty("lastSuccessfulRunAt");
  });

  it("cancels the one that is active", async () => {
    const { trigger, runs } = await cronJob("stay");
    await trigger();
    await trigger();
    expect(runs().map(({ status }) => status)).toEqual(["canceled", "pending"]);
    expect(processes.map(({ stopped }) => stopped)).toEqual([true, false]);
  });

  it("is canceled by DELETE, which is content with nothing to cancel", async () => {
    const { trigger, remove, runs, id } = await cronJob("stay");
    await trigger();
    expect((await remove(`/cron-jobs/${id}/runs`)).status).toBe(204);
    expect(runs().map(({ status }) => status)).toEqual(["canceled"]);
    expect((await remove(`/cron-jobs/${id}/runs`)).status).toBe(204);
    expect(runs().map(({ status }) => status)).toEqual(["canceled"]);
  });

  it("is refused for a suspended job, for another kind and for what does not exist", async () => {
    const { trigger, post, id, create } = await cronJob("exit 0");
    await post(`/services/${id}/suspend`);
    expect((await trigger()).status).toBe(400);
    const web = await create({ serviceDetails: { envSpecificDetails: { buildCommand: "b", startCommand: "serve" } } });
    expect((await post(`/cron-jobs/${web.id}/runs`)).status).toBe(400);
    expect((await post("/cron-jobs/crn-none/runs")).status).toBe(404);
  });
});

describe("the schedule", () => {
  it("S1.13 runs when the world's clock comes to it, and not before", async () => {
    const { clock, runs, render } = await cronJob("exit 0");
    expect(runs()).toEqual([]);
    clock.advance(15 * minute);
    await render.settled();
    expect(runs()).toMatchObject([{ triggeredBy: "schedule", status: "successful" }]);
    clock.advance(15 * minute);
    await render.settled();
    expect(runs()).toHaveLength(2);
  });

  it("makes one run of all that fell due while the clock jumped or another was active", async () => {
    const { clock, runs, render } = await cronJob("stay");
    clock.advance(24 * 60 * minute);
    expect(runs()).toHaveLength(1);
    clock.advance(60 * minute);
    expect(runs()).toHaveLength(1);
    processes[0]?.end(0);
    await render.settled();
    clock.advance(15 * minute);
    expect(runs()).toHaveLength(2);
  });

  it("runs nothing while the job is suspended, and does not make up for it", async () => {
    const { clock, runs, post, render, id } = await cronJob("exit 0");
    await post(`/services/${id}/suspend`);
    clock.advance(60 * minute);
    expect(runs()).toEqual([]);
    await post(`/services/${id}/resume`);
    await render.settled();
    expect(runs()).toEqual([]);
    clock.advance(15 * minute);
    await render.settled();
    expect(runs()).toHaveLength(1);
  });

  it("counts from a change of it on", async () => {
    const { clock, runs, patch, render, id } = await cronJob("exit 0", "0 0 1 1 *");
    clock.advance(60 * minute);
    await patch(`/services/${id}`, { serviceDetails: { schedule: "*/15 * * * *" } });
    await render.settled();
    expect(runs()).toEqual([]);
    clock.advance(15 * minute);
    await render.settled();
    expect(runs()).toHaveLength(1);
  });
});

it("a job that is deleted ends its run", async () => {
  const { trigger, remove, id } = await cronJob("stay");
  await trigger();
  await remove(`/services/${id}`);
  expect(processes[0]?.stopped).toBe(true);
});
