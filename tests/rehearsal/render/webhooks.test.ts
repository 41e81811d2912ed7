import { createHmac } from "node:crypto";
import { Hono } from "hono";
import { expect, it, onTestFinished } from "vitest";
import { listen } from "../../../rehearsal/core/server.ts";
import { ownerId, startWorld } from "./render-world.ts";

const url = "https://hooks.acme-brains.example/render";
const webhook = { name: "releases", ownerId, url, enabled: true, eventFilter: ["deploy_ended"] };

/** A world and somebody in it who listens; `status` is what they answer. */
async function started({ status = 200 } = {}) {
  const world = await startWorld();
  const received: { headers: Record<string, string>; body: string }[] = [];
  const app = new Hono().post("/render", async (c) => {
    received.push({ headers: c.req.header(), body: await c.req.text() });
    return c.text("thanks", status as 200);
  });
  const server = await listen(app);
  onTestFinished(() => server.close());
  world.edge.route("hooks.acme-brains.example", server.url);
  return { ...world, received };
}

it("comes back as it was sent, with a secret, and is changed and deleted", async () => {
  const { get, post, patch, remove } = await startWorld();
  const made = await post("/webhooks", { ...webhook, eventFilter: null });
  const { id, secret } = made.body;

  expect(made).toMatchObject({ status: 201, body: { name: "releases", url, enabled: true, eventFilter: null } });
  expect(secret).toMatch(/^whsec_[\w+/]{43}=$/);
  expect((await patch(`/webhooks/${id}`, { enabled: false, eventFilter: ["deploy_ended"] })).body).toMatchObject({
    id,
    enabled: false,
    eventFilter: ["deploy_ended"],
  });
  expect((await get("/webhooks")).body[0].webhook.id).toBe(id);
  expect((await remove(`/webhooks/${id}`)).status).toBe(204);
  expect((await get(`/webhooks/${id}`)).status).toBe(404);
});

it("delivers the events it is for, signed, and lists what was sent", async () => {
  const { create, get, post, received } = await started();
  const { id: webhookId, secret } = (await post("/webhooks", webhook)).body;
  const { id } = await create();
  const { body: sent } = await get(`/webhooks/${webhookId}/events`);

  expect(received).toHaveLength(1);
  const [{ headers, body } = { headers: {}, body: "" }] = received;
  expect(JSON.parse(body)).toMatchObject({
    type: "deploy_ended",
    data: { serviceId: id, serviceName: "twin-brains-api", status: "succeeded" },
  });
  const signed = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`;
  const key = Buffer.from(secret.slice("whsec_".length), "base64");
  expect(headers["webhook-signature"]).toBe(`v1,${createHmac("sha256", key).update(signed).digest("base64")}`);
  expect(sent).toMatchObject([
    { webhookEvent: { eventType: "deploy_ended", statusCode: 200, responseBody: "thanks", id: headers["webhook-id"] } },
  ]);
  expect((await get(`/events/${sent[0].webhookEvent.eventId}`)).body.type).toBe("deploy_ended");
});

it("keeps the error of a host that is not in the world", async () => {
  const { create, get, post } = await startWorld();
  const { id } = (await post("/webhooks", webhook)).body;
  await create();
  const [{ webhookEvent }] = (await get(`/webhooks/${id}/events`)).body;

  expect(webhookEvent.statusCode).toBeUndefined();
  expect(webhookEvent.error).toContain("ENOTFOUND hooks.acme-brains.example");
});

it("tries eight times over about 33 hours, with the same id, and is disabled then", async () => {
  const { clock, create, get, post, received } = await started({ status: 500 });
  const { id } = (await post("/webhooks", webhook)).body;
  await create();
  const look = async () => (await get(`/webhooks/${id}/events`)).body;
  await look();
  expect(received).toHaveLength(1);
  const tries: number[] = [];
  for (let hour = 0; hour < 40; hour += 1) {
    clock.advance(3_600_000);
    await look();
    tries.push(received.length);
  }

  expect(tries.at(-1)).toBe(8);
  expect(tries.indexOf(8)).toBeGreaterThan(30);
  expect(new Set(received.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
  expect((await get(`/webhooks/${id}`)).body.enabled).toBe(false);
});

it.each([
  ["no address", { ...webhook, url: "nowhere" }],
  ["an event that there is not", { ...webhook, eventFilter: ["party"] }],
])("refuses %s", async (_, body) => {
  expect((await (await startWorld()).post("/webhooks", body)).status).toBe(400);
});
