import { expect, it } from "vitest";
import { ownerId, startWorld } from "./render-world.ts";

it("shows the disk of a service as a noun of its own, and grows, moves and removes it", async () => {
  const { create, get, patch, remove } = await startWorld();
  const { id, service } = await create({ serviceDetails: { disk: { name: "data", mountPath: "/data" } } });
  const { disk } = service.serviceDetails;
  const listed = (await get(`/disks?ownerId=${ownerId}&serviceId=${id}`)).body;

  expect(disk).toEqual({ id: expect.stringMatching(/^dsk-/), name: "data", mountPath: "/data", sizeGB: 1 });
  expect(listed).toMatchObject([{ disk: { ...disk, serviceId: id }, cursor: expect.any(String) }]);
  expect((await get(`/disks/${disk.id}`)).body).toEqual(listed[0].disk);
  expect((await patch(`/disks/${disk.id}`, { sizeGB: 5, mountPath: "/more" })).body.sizeGB).toBe(5);
  expect((await get(`/services/${id}`)).body.serviceDetails.disk).toEqual({ ...disk, sizeGB: 5, mountPath: "/more" });
  expect((await patch(`/disks/${disk.id}`, { sizeGB: 1 })).status).toBe(400);
  expect((await remove(`/disks/${disk.id}`)).status).toBe(204);
  expect((await get("/disks")).body).toEqual([]);
  expect((await get(`/services/${id}`)).body.serviceDetails).not.toHaveProperty("disk");
  expect((await remove(`/disks/${disk.id}`)).status).toBe(404);
});

it("adds one disk to a service, not a second", async () => {
  const { create, get, post } = await startWorld();
  const { id } = await create();
  const body = { serviceId: id, name: "data", mountPath: "/data", sizeGB: 2 };
  const added = await post("/disks", body);

  expect(added).toMatchObject({ status: 201, body });
  expect((await get(`/services/${id}`)).body.serviceDetails.disk.id).toBe(added.body.id);
  expect((await post("/disks", body)).status).toBe(400);
  expect((await post("/disks", { ...body, serviceId: "srv-x" })).status).toBe(404);
});
