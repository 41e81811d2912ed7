import { z } from "zod";
import { eventTypes, otherEventTypes } from "./event.ts";
import { type Moment, micros } from "./moment.ts";

const url = z.url({ protocol: /^https?$/, error: "expected an http or https URL" });
const eventFilter = z.array(z.enum([...eventTypes, ...otherEventTypes])).nullish();

/** Body of `POST /webhooks`. */
export const WebhookPost = z.object({
  ownerId: z.string(),
  url,
  name: z.string().min(1),
  enabled: z.boolean(),
  eventFilter,
});
/** Body of `PATCH /webhooks/{id}`: what is left out stays. */
export const WebhookPatch = z.object({
  url: url.nullish(),
  name: z.string().min(1).nullish(),
  enabled: z.boolean().nullish(),
  eventFilter,
});

export interface Webhook {
  readonly id: string;
  /** Order of creation. */
  readonly sequence: number;
  readonly ownerId: string;
  /** `whsec_…`: signs what is sent. */
  readonly secret: string;
  url: string;
  name: string;
  enabled: boolean;
  /** Empty or null for every type of event; it comes back as it was sent. */
  eventFilter: readonly string[] | null;
}

export const webhookJson = ({ id, secret, url, name, enabled, eventFilter }: Webhook) => ({
  ...{ id, secret, url, name, enabled, eventFilter },
});

export const wants = ({ enabled, eventFilter }: Webhook, type: string): boolean =>
  enabled && (!eventFilter?.length || eventFilter.includes(type));

/** One event on its way to one webhook. */
export interface Delivery {
  readonly id: string;
  readonly sequence: number;
  readonly webhookId: string;
  readonly eventId: string;
  readonly eventType: string;
  readonly body: string;
  /** Of the last attempt. */
  sentAt: Moment;
  attempts: number;
  /** Milliseconds since 1970 of the next attempt; undefined once it arrived or was given up. */
  nextAt: number | undefined;
  statusCode: number | undefined;
  responseBody: string | undefined;
  error: string | undefined;
}

export const deliveryJson = ({ id, eventId, eventType, sentAt, statusCode, responseBody, error }: Delivery) => ({
  ...{ id, eventId, eventType, sentAt: micros(sentAt), statusCode, responseBody, error },
});
