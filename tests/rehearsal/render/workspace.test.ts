import { describe, expect, it } from "vitest";
import { ownerId, startWorld } from "./render-world.ts";

describe("registry credentials", () => {
  const credential = { registry: "GITHUB", name: "ghcr", username: "acme-bot", authToken: "ghp_made-up", ownerId };

  it("are made, listed without cursors, changed and deleted; the token is never shown", async () => {
    const { get, post, patch, remove } = await startWorld();
    const made = await post("/registrycredentials", credential);
    const { id, updatedAt } = made.body;
    const shown = { id, name: "ghcr", registry: "GITHUB", username: "acme-bot", updatedAt };

    expect(made).toMatchObject({ status: 200, body: shown });
    expect((await get("/registrycredentials?type=GITHUB")).body).toEqual([shown]);
    expect((await get("/registrycredentials?type=DOCKER")).body).toEqual([]);
    const changed = await patch(`/registrycredentials/${id}`, { ...credential, name: "packages" });
    expect(changed.body).toMatchObject({ id, name: "packages" });
    expect(JSON.stringify([made, changed])).not.toContain("ghp_made-up");
    expect((await remove(`/registrycredentials/${id}`)).status).toBe(204);
    expect((await get(`/registrycredentials/${id}`)).status).toBe(404);
  });

  it("are shown by the services that use them, under their present name", async () => {
    const { create, get, post, patch, remove } = await startWorld();
    const { id } = (await post("/registrycredentials", credential)).body;
    const image = { imagePath: "ghcr.io/acme-brains/api", ownerId, registryCredentialId: id };
    const runtime = { runtime: "image", envSpecificDetails: {} };
    const service = await create({ repo: null, branch: null, image, serviceDetails: runtime });
    await patch(`/registrycredentials/${id}`, { ...credential, name: "packages" });

    expect(service.service.registryCredential).toEqual({ id, name: "ghcr" });
    expect((await get(`/services/${service.id}`)).body.registryCredential).toEqual({ id, name: "packages" });
    await remove(`/registrycredentials/${id}`);
    expect((await get(`/services/${service.id}`)).body.registryCredential).toBeUndefined();
    await expect(create({ name: "b", repo: null, branch: null, image, serviceDetails: runtime })).rejects.toThrow(id);
  });

  it("have names of their own", async () => {
    const { post } = await startWorld();
    await post("/registrycredentials", credential);

    expect((await post("/registrycredentials", credential)).status).toBe(409);
  });
});

describe("dedicated addresses", () => {
  it("are being created, pending, and there after a while", async () => {
    const { get, post, patch, remove, clock } = await startWorld({ deployMs: 1000 });
    const made = await post("/dedicated-ips", { name: "egress", ownerId, region: "oregon" });
    const { id } = made.body;

    expect(made).toMatchObject({ status: 201, body: { status: "CREATING", ips: [], description: "" } });
    expect((await get(`/dedicated-ips/${id}`)).body).toMatchObject({ status: "PENDING", ips: [] });
    clock.advance(500);
    const pending = (await get(`/dedicated-ips/${id}`)).body;
    expect([pending.status, pending.ips.length]).toEqual(["PENDING", 3]);
    clock.advance(500);
    const { status, ips } = (await get(`/dedicated-ips/${id}`)).body;
    expect([status, ips.length]).toEqual(["RUNNING", 3]);
    expect((await patch(`/dedicated-ips/${id}`, { description: "all" })).body).toMatchObject({
      description: "all",
      ips,
    });
    expect((await get(`/dedicated-ips?ownerId=${ownerId}`)).body).toHaveLength(1);
    expect((await remove(`/dedicated-ips/${id}`)).status).toBe(204);
  });

  it("are of environments by their ids, whether these are still there or not, and of all again without", async () => {
    const { patch, post } = await startWorld();
    const { id } = (await post("/dedicated-ips", { name: "egress", ownerId, region: "oregon" })).body;
    const environmentIds = ["evm-0123456789abcdefghij"];

    expect((await patch(`/dedicated-ips/${id}`, { environmentIds })).body.environmentIds).toEqual(environmentIds);
    expect((await patch(`/dedicated-ips/${id}`, { name: "out" })).body.environmentIds).toEqual(environmentIds);
    expect((await patch(`/dedicated-ips/${id}`, { environmentIds: [] })).body.environmentIds).toEqual([]);
    expect((await patch(`/dedicated-ips/${id}`, { environmentIds: ["prod"] })).status).toBe(400);
  });

  it("are those from which a service of the region goes out", async () => {
    const { create, get, post } = await startWorld();
    const { id } = await create();
    const before = (await get(`/services/${id}/outbound-ips`)).body;
    await post("/dedicated-ips", { name: "elsewhere", ownerId, region: "ohio" });
    const set = (await post("/dedicated-ips", { name: "egress", ownerId, region: "oregon" })).body;

    expect(before.type).toBe("shared");
    expect((await get(`/services/${id}/outbound-ips`)).body).toMatchObject({
      type: "dedicated",
      dedicatedIpId: set.id,
      ips: [expect.any(String), expect.any(String), expect.any(String)],
    });
  });
});

describe("members", () => {
  it("keep an administrator", async () => {
    const { get, patch, remove } = await startWorld();
    const [member] = (await get(`/owners/${ownerId}/members`)).body;
    const path = `/owners/${ownerId}/members/${member.userId}`;

    expect(member).toMatchObject({ role: "ADMIN", status: "active", email: "team@acme-brains.example" });
    expect((await patch(path, { role: "DEVELOPER" })).status).toBe(400);
    expect((await remove(path)).status).toBe(400);
    expect((await patch(path, { role: "ADMIN" })).status).toBe(200);
    expect((await patch(`/owners/${ownerId}/members/usr-x`, { role: "ADMIN" })).status).toBe(404);
  });
});

describe("the audit log", () => {
  it("has what was done through the API, the newest first, and nothing that was refused", async () => {
    const { create, get, post, remove } = await startWorld();
    const { id } = await create();
    await post(`/services/${id}/suspend`);
    await remove(`/services/${id}`);
    await remove(`/services/${id}`);
    const { body } = await get(`/owners/${ownerId}/audit-logs?limit=10`);

    expect(body.map(({ auditLog }: { auditLog: { event: string } }) => auditLog.event)).toEqual([
      "DeleteServerEvent",
      "SuspendServiceEvent",
      "CreateServerEvent",
    ]);
    expect(body[2].auditLog).toMatchObject({
      status: "success",
      actor: { type: "rest_api" },
      metadata: { resource: id },
    });
    expect((await get(`/owners/${ownerId}/audit-logs?direction=forward&limit=1`)).body[0].auditLog.event).toBe(
      "CreateServerEvent",
    );
  });
});

describe("streams and notifications of a workspace", () => {
  it("keep where logs go", async () => {
    const { get, put, remove } = await startWorld();
    const path = `/logs/streams/owner/${ownerId}`;

    expect((await get(path)).status).toBe(404);
    const stream = { endpoint: "logs.acme-brains.example:6514", preview: "send" };
    expect((await put(path, { ...stream, token: "made-up" })).body).toEqual({ ownerId, ...stream });
    expect((await get(path)).body).toEqual({ ownerId, ...stream });
    expect((await remove(path)).status).toBe(204);
    expect((await get(path)).status).toBe(404);
  });

  it("keep where metrics go", async () => {
    const { get, put, remove } = await startWorld();
    const path = `/metrics-stream/${ownerId}`;
    const stream = { provider: "CUSTOM", url: "https://otel.acme-brains.example" };

    expect((await get(path)).status).toBe(404);
    expect((await put(path, stream)).status).toBe(400);
    expect((await put(path, { ...stream, token: "made-up" })).body).toEqual({ ownerId, ...stream });
    expect((await put(path, { provider: "GRAFANA" })).body).toEqual({ ownerId, ...stream, provider: "GRAFANA" });
    expect((await remove(path)).status).toBe(204);
    expect((await remove(path)).status).toBe(404);
  });

  it("keep what is notified about, and list the services that have it otherwise", async () => {
    const { create, get, patch } = await startWorld();
    const path = `/notification-settings/owners/${ownerId}`;
    const { id } = await create();
    await create({ name: "other" });
    await patch(`/notification-settings/overrides/services/${id}`, { notificationsToSend: "none" });

    expect((await get(path)).body).toMatchObject({ notificationsToSend: "failure", slackEnabled: false });
    await patch(path, { notificationsToSend: "all" });
    expect((await get(path)).body).toMatchObject({ notificationsToSend: "all", emailEnabled: true });
    expect((await get("/notification-settings/overrides")).body).toEqual([
      {
        override: { serviceId: id, notificationsToSend: "none", previewNotificationsEnabled: "default" },
        cursor: expect.any(String),
      },
    ]);
  });
});
