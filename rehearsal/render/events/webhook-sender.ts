import { createHmac } from "node:crypto";
import type { Clock } from "../../core/clock.ts";
import type { Edge } from "../../core/edge.ts";
import type { Event } from "../entities/event.ts";
import { digits } from "../entities/ids.ts";
import { micros } from "../entities/moment.ts";
import { resourceOf } from "../entities/resources.ts";
import type { RenderState } from "../entities/state.ts";
import { type Delivery, type Webhook, wants } from "../entities/webhook.ts";

const minute = 60_000;
/** Waits before the second to the eighth attempt: about 33 hours in all. */
const waitsMs = [1, 5, 30, 2 * 60, 5 * 60, 10 * 60, 16 * 60].map((minutes) => minutes * minute);
const patienceMs = 15_000;

interface Sources {
  readonly state: RenderState;
  readonly clock: Clock;
  readonly edge: Edge;
}

/**
 * Sends events to the webhooks that want them, signed as Standard Webhooks says; hosts outside the world are not reached
 * and their deliveries keep the error. A failed one is tried again, by the world's clock, when `due` is called.
 * @see https://render.com/docs/webhooks
 */
export class WebhookSender {
  readonly #sources: Sources;
  readonly #underWay = new Set<Promise<void>>();
  #stop = new AbortController();

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  tell(event: Event): void {
    const { state, clock } = this.#sources;
    const resource = resourceOf(state, event.serviceId);
    const wanting = [...state.webhooks.values()].filter(
      (webhook) => webhook.ownerId === resource?.ownerId && wants(webhook, event.type),
    );
    for (const webhook of wanting) {
      const { status, deployStatus, buildStatus } = event.details;
      const outcome = [deployStatus, buildStatus, status].find(isText);
      const delivery: Delivery = {
        id: `whe-${digits(`${webhook.id} ${event.id}`, 20)}`,
        sequence: state.nextSequence(),
        webhookId: webhook.id,
        eventId: event.id,
        eventType: event.type,
        body: JSON.stringify({
          type: event.type,
          timestamp: micros(event.at),
          data: { id: event.id, serviceId: event.serviceId, serviceName: resource?.name, status: outcome },
        }),
        sentAt: event.at,
        attempts: 0,
        nextAt: clock.now().getTime(),
        ...{ statusCode: undefined, responseBody: undefined, error: undefined },
      };
      state.deliveries.set(delivery.id, delivery);
    }
    if (wanting.length > 0) this.due();
  }

  /** Begins every attempt whose time has come. */
  due(): void {
    const { state, clock } = this.#sources;
    const now = clock.now().getTime();
    for (const delivery of state.deliveries.values()) {
      const webhook = state.webhooks.get(delivery.webhookId);
      if (!webhook?.enabled || delivery.nextAt === undefined || delivery.nextAt > now) continue;
      delivery.nextAt = undefined;
      const attempt = this.#attempt(webhook, delivery).finally(() => this.#underWay.delete(attempt));
      this.#underWay.add(attempt);
    }
  }

  /** Resolves when nothing is on its way. */
  async settled(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }

  /** Gives up what is on its way. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.settled();
    this.#stop = new AbortController();
  }

  async #attempt(webhook: Webhook, delivery: Delivery): Promise<void> {
    const { state, clock, edge } = this.#sources;
    delivery.attempts += 1;
    delivery.sentAt = state.moments.next();
    const timestamp = Math.floor(clock.now().getTime() / 1000);
    try {
      const answer = await edge.fetch(webhook.url, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          "webhook-id": delivery.id,
          "webhook-timestamp": String(timestamp),
          "webhook-signature": signature(webhook.secret, delivery.id, timestamp, delivery.body),
        },
        body: delivery.body,
        redirect: "manual",
        signal: AbortSignal.any([this.#stop.signal, AbortSignal.timeout(patienceMs)]),
      });
      Object.assign(delivery, { statusCode: answer.status, responseBody: await answer.text(), error: undefined });
      if (answer.ok) return;
    } catch (cause) {
      Object.assign(delivery, { statusCode: undefined, responseBody: undefined, error: String(cause) });
    }
    const wait = waitsMs[delivery.attempts - 1];
    if (wait === undefined) webhook.enabled = false;
    else delivery.nextAt = clock.now().getTime() + wait;
  }
}

const isText = (value: unknown): value is string => typeof value === "string";

/** `v1,` and the HMAC-SHA256 of id, time and body under the secret's bytes. */
export function signature(secret: string, id: string, timestamp: number, body: string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  return `v1,${createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64")}`;
}
