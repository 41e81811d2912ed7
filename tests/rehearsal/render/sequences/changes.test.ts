import { expect, it } from "vitest";
import { ownerId, repo, startWorld } from "../render-world.ts";

const image = (plan: string) => ({
  ...{ type: "web_service", name: "front", ownerId, image: { imagePath: "nginx", ownerId: "" } },
  serviceDetails: { runtime: "image", plan, envSpecificDetails: {}, healthCheckPath: "", previews: {} },
});
const sameAgain = (plan: string) => ({
  image: { imagePath: "nginx", ownerId },
  name: "front",
  rootDir: "",
  serviceDetails: { plan, envSpecificDetails: { dockerCommand: "" }, preDeployCommand: "", previews: {} },
});

it("a web service on the free plan has no maintenance mode until it moves to a paid one", async () => {
  const { post, get, patch } = await startWorld();
  const { service } = (await post("/services", image("free"))).body;
  const free = (await get(`/services/${service.id}`)).body.serviceDetails;
  for (const details of [service.serviceDetails, free]) {
    expect(details).toMatchObject({ plan: "free", buildPlan: "starter" });
    expect(details).not.toHaveProperty("maintenanceMode");
  }

  const paid = (await patch(`/services/${service.id}`, sameAgain("starter"))).body.serviceDetails;
  expect(paid).toMatchObject({ plan: "starter", maintenanceMode: { enabled: false, uri: "" } });
});

it.each([
  { of: "a repository", sent: { repo, branch: "main", runtime: "node" }, status: "build_in_progress" },
  { of: "an image", sent: { image: { imagePath: "nginx" }, runtime: "image" }, status: "update_in_progress" },
  {
    ...{ of: "an image with a pre-deploy command", status: "pre_deploy_in_progress" },
    sent: { image: { imagePath: "nginx" }, runtime: "image", preDeployCommand: "echo before" },
  },
])("a deploy of $of is answered in its first phase, started and not finished", async ({ sent, status }) => {
  const world = await startWorld();
  const { runtime, preDeployCommand, ...source } = sent;
  const native = { buildCommand: "npm install", startCommand: "npm start" };
  const { service } = (
    await world.post("/services", {
      ...{ type: "background_worker", name: "back", ownerId, ...source },
      serviceDetails: { runtime, preDeployCommand, envSpecificDetails: runtime === "node" ? native : {} },
    })
  ).body;
  await world.render.settled();

  const answer = await world.post(`/services/${service.id}/deploys`, {});
  expect(answer).toMatchObject({ status: 201, body: { status, trigger: "api", startedAt: expect.any(String) } });
  expect(answer.body).not.toHaveProperty("finishedAt");
  expect(answer.body.createdAt).toMatch(/\.\d{1,6}Z$/);
  if (answer.body.commit) expect(answer.body.commit.createdAt).toMatch(/:\d\dZ$/);
});

it("a deploy behind another one is answered without a body, of length 0", async () => {
  const { post, create } = await startWorld({ deployMs: 60_000 });
  const { id } = await create({}, { settle: false });
  const { status, headers, body } = await post(`/services/${id}/deploys`, {});
  expect([status, headers.get("content-length"), headers.get("content-type"), body]).toEqual([
    202,
    "0",
    null,
    undefined,
  ]);
});

it("a disk's updatedAt stays with a change to what it is", async () => {
  const { create, patch } = await startWorld();
  const disk = { name: "data", mountPath: "/data", sizeGB: 1 };
  const { service } = await create({ serviceDetails: { disk } });
  const path = `/disks/${service.serviceDetails.disk.id}`;
  const { createdAt, updatedAt } = (await patch(path, disk)).body;
  expect(updatedAt).toBe(createdAt);
  expect((await patch(path, { ...disk, sizeGB: 2 })).body.updatedAt).not.toBe(createdAt);
});

it("a service's updatedAt moves with changes, deploys and scalings, and stays with a change to what it is", async () => {
  const { post, get, patch, render } = await startWorld();
  const { service } = (await post("/services", image("starter"))).body;
  await render.settled();
  const updatedAt = async () => (await get(`/services/${service.id}`)).body.updatedAt;
  const times = [await updatedAt()];
  await patch(`/services/${service.id}`, sameAgain("starter"));
  expect(await updatedAt()).toBe(times[0]);

  for (const change of [
    () => patch(`/services/${service.id}`, sameAgain("standard")),
    () => post(`/services/${service.id}/deploys`, {}),
    () => post(`/services/${service.id}/scale`, { numInstances: 2 }),
  ]) {
    await change();
    times.push(await updatedAt());
  }
  expect(new Set(times).size).toBe(4);
});
