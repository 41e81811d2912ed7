import type { Event } from "../entities/event.ts";
import { digits } from "../entities/ids.ts";
import type { RenderState } from "../entities/state.ts";
import type { WebhookSender } from "./webhook-sender.ts";

/** What an event needs to be known everywhere. */
export interface EventWorld {
  readonly state: RenderState;
  readonly webhooks: WebhookSender;
}

/** Writes an event down and sends it to the webhooks that want it. @param serviceId of a service or a store. */
export function happened(
  { state, webhooks }: EventWorld,
  serviceId: string,
  type: string,
  details: Event["details"] = {},
): void {
  const sequence = state.nextSequence();
  const event: Event = {
    id: `evt-${digits(`event ${sequence}`, 20)}`,
    sequence,
    at: state.moments.next(),
    ...{ serviceId, type, details },
  };
  state.events.set(event.id, event);
  webhooks.tell(event);
}
