import { expect, it } from "vitest";
import { startWorld } from "./render-world.ts";

const typesOf = (body: { event: { type: string } }[]) => body.map(({ event }) => event.type).reverse();

it("S0.5 tells the phases of a deploy, the newest first", async () => {
  const { create, get } = await startWorld();
  const { id, deployId } = await create({ serviceDetails: { preDeployCommand: "alembic upgrade head" } });
  const { body } = await get(`/services/${id}/events`);

  expect(typesOf(body)).toEqual([
    ...["deploy_started", "build_started", "build_ended", "pre_deploy_started", "pre_deploy_ended", "deploy_ended"],
  ]);
  expect(body[0].event.details).toMatchObject({ deployId, deployStatus: "succeeded" });
  expect(body.at(-1).event.details).toMatchObject({ deployId, trigger: { firstBuild: true, rollback: false } });
  expect((await get(`/events/${body[0].event.id}`)).body).toEqual(body[0].event);
});

it("S0.5 tells how a failed build ended the deploy", async () => {
  const { create, get } = await startWorld({ traits: { buildFailure: ["error: no such module"] } });
  const { id } = await create();
  const [ended, build] = (await get(`/services/${id}/events`)).body;

  expect(ended.event).toMatchObject({ type: "deploy_ended", details: { deployStatus: "failed" } });
  expect(build.event).toMatchObject({ type: "build_ended", details: { buildStatus: "failed" } });
  expect(ended.event.details.reason.buildFailed.id).toBe(build.event.details.buildId);
});

it("tells what was changed about a service, once", async () => {
  const { create, get, post, patch, put, remove } = await startWorld();
  const { id } = await create();
  const criteria = { cpu: { enabled: true, percentage: 60 }, memory: { enabled: false, percentage: 70 } };
  await post(`/services/${id}/scale`, { numInstances: 3 });
  await patch(`/services/${id}`, { serviceDetails: { plan: "pro", maintenanceMode: { enabled: true, uri: "" } } });
  await patch(`/services/${id}`, { serviceDetails: { plan: "pro" } });
  await put(`/services/${id}/autoscaling`, { enabled: true, min: 1, max: 3, criteria });
  const disk = (await post("/disks", { serviceId: id, name: "d", mountPath: "/d", sizeGB: 1 })).body;
  await patch(`/disks/${disk.id}`, { sizeGB: 2 });
  await remove(`/disks/${disk.id}`);
  await post(`/services/${id}/restart`);
  await post(`/services/${id}/suspend`);
  const { body } = await get(`/services/${id}/events?limit=100`);

  expect(typesOf(body).filter((type) => !/^(build|deploy)_/.test(type))).toEqual([
    ...["instance_count_changed", "plan_changed", "maintenance_mode_enabled", "autoscaling_config_changed"],
    ...["disk_created", "disk_updated", "disk_deleted", "server_restarted", "service_suspended"],
  ]);
});

it("filters by type and time, and refuses a type that is none", async () => {
  const { create, get, clock } = await startWorld();
  const { id } = await create();
  clock.advance(60_000);
  const later = new Date(clock.now().getTime() - 1000).toISOString();

  expect((await get(`/services/${id}/events?type=build_started`)).body).toHaveLength(1);
  expect((await get(`/services/${id}/events?startTime=${later}`)).body).toEqual([]);
  expect((await get(`/services/${id}/events?type=party`)).status).toBe(400);
  expect((await get("/events/evt-x")).status).toBe(404);
});
