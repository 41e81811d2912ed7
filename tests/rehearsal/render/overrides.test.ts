import { expect, it } from "vitest";
import { ownerId, startWorld } from "./render-world.ts";

it("keeps what a service notifies about, at first as its workspace", async () => {
  const { create, get, patch } = await startWorld();
  const { id } = await create();
  const at = `/notification-settings/overrides/services/${id}`;

  expect((await get(at)).body).toEqual({
    serviceId: id,
    notificationsToSend: "default",
    previewNotificationsEnabled: "default",
  });
  expect((await patch(at, { notificationsToSend: "all" })).body).toEqual({
    serviceId: id,
    notificationsToSend: "all",
    previewNotificationsEnabled: "default",
  });
  expect((await get(`/services/${id}`)).body.notifyOnFail).toBe("notify");
  await patch(at, { notificationsToSend: "none" });
  expect((await get(`/services/${id}`)).body.notifyOnFail).toBe("ignore");
  expect((await patch(at, { notificationsToSend: "sometimes" })).status).toBe(400);
  expect((await get("/notification-settings/overrides/services/srv-x")).status).toBe(404);
  expect((await get(`/notification-settings/owners/${ownerId}`)).body.ownerId).toBe(ownerId);
});

it("keeps where a service's logs go; without an override it is not found", async () => {
  const { create, get, put, remove, render } = await startWorld();
  const { id } = await create();
  const at = `/logs/streams/resource/${id}`;

  expect(await get(at)).toMatchObject({ status: 404, body: { message: `not found: ${id}` } });
  expect((await put(at, { setting: "send" })).status).toBe(400);
  expect((await put(at, { setting: "drop", endpoint: "logs.example.com:6514" })).status).toBe(400);
  const sent = await put(at, { setting: "send", endpoint: "logs.example.com:6514", token: "t0ken" });
  expect(sent.body).toEqual({ resourceId: id, setting: "send", endpoint: "logs.example.com:6514" });
  expect((await get("/logs/streams/resource")).body).toEqual([sent.body]);
  expect((await remove(at)).status).toBe(204);
  expect((await get(at)).status).toBe(404);
  expect(render.unknownRoutes()).toEqual([]);
});

it("lists the instance that runs, and none while suspended", async () => {
  const { create, get, post } = await startWorld();
  const { id } = await create();

  expect((await get(`/services/${id}/instances`)).body).toEqual([
    { id: expect.stringMatching(new RegExp(`^${id}-[0-9a-v]{5}$`)), createdAt: expect.stringMatching(/Z$/) },
  ]);
  await post(`/services/${id}/suspend`);
  expect((await get(`/services/${id}/instances`)).body).toEqual([]);
});
