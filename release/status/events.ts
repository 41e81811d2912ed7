import type { RolloutEvent } from "../evidence/evidence.ts";
import { nameOf } from "../ladder/positions.ts";
import type { StatusEvent } from "./status.ts";

/** What happened, newest first, in words; nothing in it is cleaned yet. */
export const eventsOf = (events: readonly RolloutEvent[], most = 50): StatusEvent[] =>
  events
    .slice(-most)
    .toReversed()
    .map((event) => ({
      at: event.at.toISOString(),
      kind: event.kind,
      text: wordsOf(event),
      actor: event.actor,
      commit: event.commit ?? null,
    }));

function wordsOf(event: RolloutEvent): string {
  switch (event.kind) {
    case "created":
      return `created at ${nameOf(event.position)}`;
    case "imported":
      return `imported at ${nameOf(event.position)}`;
    case "declared":
      return "ladder, gates and criteria declared: the dwell began";
    case "granted":
      return `${nameOf(event.from)} → ${nameOf(event.to)} granted, ${event.gates.length} gates passed`;
    case "arrived":
      return `users got ${nameOf(event.position)}`;
    case "rolled-back":
      return `rolled back from ${nameOf(event.from)} to ${nameOf(event.to)}${event.automatic ? " by a criterion" : ""}${event.reason ? `: ${event.reason}` : ""}`;
    case "explained":
      return `explained: ${event.cause}; fixed: ${event.fix}`;
    case "pull-request":
      return `pull request that lowers the percent in Git: ${event.url}`;
    case "reconciled":
      return `Git says ${nameOf(event.position)} again`;
    case "held":
      return `promotions held: ${event.reason}`;
    case "lifted":
      return `hold lifted${event.reason ? `: ${event.reason}` : ""}`;
    case "drifted":
      return `changed by hand: users got ${event.percent} %${event.flag === undefined ? "" : `, the flag was ${JSON.stringify(event.flag)}`}`;
    case "complaint":
      return `complaint: ${event.text}`;
    case "deleted":
      return `the resource was deleted at ${nameOf(event.position)}`;
  }
}
