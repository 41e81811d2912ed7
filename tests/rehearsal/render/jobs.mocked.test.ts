import { beforeEach, expect, it, vi } from "vitest";
import { eventually } from "../../support/eventually.ts";
import { processes, startScripted } from "./processes.ts";
import { type Json, startWorld } from "./render-world.ts";

vi.mock("../../../rehearsal/app/start.ts", () => ({ startApp: startScripted }));

beforeEach(() => {
  processes.length = 0;
});

/** A live web service, and its jobs. */
async function service() {
  const world = await startWorld();
  const commands = { buildCommand: "npm ci", startCommand: "serve" };
  const { id } = await world.create({ serviceDetails: { healthCheckPath: "", envSpecificDetails: commands } });
  const at = `/services/${id}/jobs`;
  const start = (startCommand: string) => world.post(at, { startCommand });
  const ended = (job: Json) =>
    eventually(async () => {
      const { body } = await world.get(`${at}/${job.id}`);
      expect(body.finishedAt).toBeDefined();
      return body;
    });
  return { ...world, id, at, start, ended };
}

it.each([
  ["exit 0", "succeeded"],
  ["exit 1", "failed"],
  ["refuse", "failed"],
])("runs a command once with the service's env and tells how it ended (%s: %s)", async (command, status) => {
  const { start, ended, id } = await service();
  const { status: answered, body: job } = await start(command);
  expect(answered).toBe(201);
  expect(job).toMatchObject({
    ...{ id: expect.stringMatching(/^job-[0-9a-v]{20}$/), serviceId: id, startCommand: command, status: "pending" },
    ...{ planId: expect.any(String), createdAt: expect.any(String) },
  });
  expect((await ended(job)).status).toBe(status);
  expect(processes.at(-1)?.runtime.env).toMatchObject({ JWT_SECRET: "s3cret-jwt" });
});

it("cancels a job that runs, and none that has ended", async () => {
  const { start, post, at } = await service();
  const { body: job } = await start("stay");
  const canceled = await post(`${at}/${job.id}/cancel`);
  expect([canceled.status, canceled.body.status]).toEqual([200, "canceled"]);
  expect(processes.at(-1)?.stopped).toBe(true);
  expect((await post(`${at}/${job.id}/cancel`)).status).toBe(400);
});

it("lists jobs newest first, by status", async () => {
  const { start, ended, get, at } = await service();
  await ended((await start("exit 0")).body);
  await ended((await start("exit 1")).body);
  const listed = async (query = "") =>
    (await get(`${at}${query}`)).body.map((item: { job: Json }) => item.job.startCommand);
  expect(await listed()).toEqual(["exit 1", "exit 0"]);
  expect(await listed("?status=succeeded")).toEqual(["exit 0"]);
  expect((await get(`${at}?status=lost`)).status).toBe(400);
});

it("runs none of a suspended service, of a static site, or of what does not exist", async () => {
  const { start, post, get, id, at } = await service();
  await post(`/services/${id}/suspend`);
  expect((await start("exit 0")).status).toBe(400);
  expect((await get(`${at}/job-none`)).status).toBe(404);
  expect((await post("/services/srv-none/jobs", { startCommand: "x" })).status).toBe(404);
});
