import { createHash } from "node:crypto";
import { Hono } from "hono";
import { notFound } from "../api-error.ts";
import { ownerOf, type RenderCore } from "../core.ts";
import { deliveryJson, type Webhook, WebhookPatch, WebhookPost, webhookJson } from "../entities/webhook.ts";
import { readBody } from "../http/body.ts";
import { ordinal, page } from "../http/pages.ts";
import { among, timeParam } from "../http/query.ts";

/** Webhooks and what was sent to them. @see https://api-docs.render.com/reference/list-webhooks */
export function webhookRoutes(core: RenderCore): Hono {
  const routes = new Hono();
  const byId = (id: string): Webhook => {
    const webhook = core.state.webhooks.get(id);
    if (!webhook) throw notFound(id);
    return webhook;
  };

  routes.get("/webhooks", (c) => {
    const ownerId = among(c, "ownerId");
    const found = [...core.state.webhooks.values()].filter((webhook) => ownerId(webhook.ownerId));
    return c.json(page(c, "webhook", found, ({ sequence }) => ordinal(sequence), webhookJson));
  });

  routes.post("/webhooks", async (c) => {
    const { eventFilter, ...body } = await readBody(c, WebhookPost);
    ownerOf(core, body.ownerId);
    const id = core.state.ids.next("whk");
    const webhook: Webhook = {
      ...body,
      id,
      sequence: core.state.nextSequence(),
      secret: `whsec_${createHash("sha256").update(`webhook ${id}`).digest("base64")}`,
      eventFilter: eventFilter ?? null,
    };
    core.state.webhooks.set(id, webhook);
    return c.json(webhookJson(webhook), 201);
  });

  routes.get("/webhooks/:id", (c) => c.json(webhookJson(byId(c.req.param("id")))));

  routes.patch("/webhooks/:id", async (c) => {
    const webhook = byId(c.req.param("id"));
    const sent = await readBody(c, WebhookPatch);
    webhook.name = sent.name ?? webhook.name;
    webhook.url = sent.url ?? webhook.url;
    webhook.enabled = sent.enabled ?? webhook.enabled;
    if (sent.eventFilter !== undefined) webhook.eventFilter = sent.eventFilter;
    return c.json(webhookJson(webhook));
  });

  routes.delete("/webhooks/:id", (c) => {
    const { id } = byId(c.req.param("id"));
    core.state.webhooks.delete(id);
    for (const delivery of [...core.state.deliveries.values()])
      if (delivery.webhookId === id) core.state.deliveries.delete(delivery.id);
    return c.body(null, 204);
  });

  routes.get("/webhooks/:id/events", async (c) => {
    const { id } = byId(c.req.param("id"));
    core.webhooks.due();
    await core.webhooks.settled();
    const [before, after] = [timeParam(c, "sentBefore"), timeParam(c, "sentAfter")];
    const found = [...core.state.deliveries.values()].filter(
      ({ webhookId, attempts, sentAt }) =>
        webhookId === id &&
        attempts > 0 &&
        (before === undefined || sentAt < before) &&
        (after === undefined || sentAt > after),
    );
    return c.json(page(c, "webhookEvent", found, ({ sequence }) => ordinal(sequence), deliveryJson));
  });

  return routes;
}
