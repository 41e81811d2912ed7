import type { Baseline, Position, RolloutEvent } from "../evidence/evidence.ts";
import { compare, same, settled } from "./positions.ts";

type Of<Kind extends RolloutEvent["kind"]> = Extract<RolloutEvent, { kind: Kind }>;

/** What the events of a rollout add up to. */
export interface Recorded {
  /** Where it stands; undefined before the first event about that. */
  readonly position: Position | undefined;
  /** The highest position that was reached as it should be: what somebody set by hand does not count. */
  readonly earned: Position | undefined;
  /** What began the present step, or began it again. */
  readonly began: RolloutEvent | undefined;
  /** By what it is judged: the last that was applied. */
  readonly declared: Of<"declared"> | undefined;
  /** The last permission for a promotion, used or not. */
  readonly granted: Of<"granted"> | undefined;
  /** The last rollback, and what followed it. */
  readonly rollback:
    | {
        readonly event: Of<"rolled-back">;
        readonly pullRequest?: string;
        readonly reconciled: boolean;
        readonly explained: boolean;
      }
    | undefined;
  /** The hold in force. */
  readonly held: Of<"held"> | undefined;
}

const nothing: Recorded = {
  position: undefined,
  earned: undefined,
  began: undefined,
  declared: undefined,
  granted: undefined,
  rollback: undefined,
  held: undefined,
};

/** Adds up events, oldest first. Nothing but time and a new step begins a dwell; deleting a resource forgets nothing. */
export const recordedOf = (events: readonly RolloutEvent[]): Recorded => events.reduce(after, nothing);

/** Figures of the step before, kept when users were last raised to that position. */
export function baselineOf(events: readonly RolloutEvent[], position: Position): Baseline {
  const cameBy = events.findLast((event) => event.kind === "granted" && same(event.to, position));
  return cameBy?.kind === "granted" ? cameBy.baseline : {};
}

function after(past: Recorded, event: RolloutEvent): Recorded {
  const { rollback } = past;
  switch (event.kind) {
    case "created":
    case "imported":
      return { ...past, position: settled(event.position), earned: settled(event.position), began: event };
    case "arrived":
      return arrive(past, event);
    case "drifted":
      if (past.position?.percent === event.percent) return past;
      return stand(past, { percent: event.percent, legacy: "serving" }, event);
    case "declared":
      return { ...past, declared: event, began: event };
    case "granted":
      return { ...past, granted: event };
    case "rolled-back":
      return {
        ...stand(past, event.to, event),
        rollback: { event, reconciled: false, explained: false },
      };
    case "explained":
      return rollback ? { ...past, rollback: { ...rollback, explained: true } } : past;
    case "reconciled":
      return rollback ? { ...past, rollback: { ...rollback, reconciled: true } } : past;
    case "pull-request":
      return rollback ? { ...past, rollback: { ...rollback, pullRequest: event.url } } : past;
    case "held":
      return { ...past, held: event };
    case "lifted":
      return { ...past, held: undefined };
    case "complaint":
    case "deleted":
      return past;
  }
}

function arrive(past: Recorded, event: Of<"arrived">): Recorded {
  const to = settled(event.position);
  const granted = raised(past, to);
  // The same once more, as after a crash between arriving and saying so, is no new step; being raised to it again is.
  if (past.position && same(past.position, to) && !granted) return past;
  return granted || !past.earned ? { ...past, position: to, earned: to, began: event } : stand(past, to, event);
}

/** A new step that nothing granted: lower is always as it should be, higher never. */
function stand(past: Recorded, at: Position, began: RolloutEvent): Recorded {
  const to = settled(at);
  const earned = past.earned && compare(past.earned, to) < 0 ? past.earned : to;
  return { ...past, position: to, earned, began };
}

/** Whether a permission for that position is younger than the present step. */
const raised = ({ granted, began }: Recorded, to: Position): boolean =>
  granted !== undefined && same(granted.to, to) && granted.id > (began?.id ?? 0);
