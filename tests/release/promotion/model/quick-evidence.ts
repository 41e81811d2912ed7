import type { Clock } from "../../../../rehearsal/core/clock.ts";
import {
  type Checkpoint,
  type Evidence,
  EvidenceUnreachable,
  type RolloutEvent,
} from "../../../../release/evidence/evidence.ts";

/** Evidence whose rows can be looked at, and whose database can be down. */
export interface OpenEvidence extends Evidence {
  readonly events: readonly RolloutEvent[];
  readonly checkpoints: readonly Checkpoint[];
  down: boolean;
}

/** Evidence in memory that keeps the promises of the database's tables: order, one clock, one row for a moment. */
export class QuickEvidence implements OpenEvidence {
  readonly events: RolloutEvent[] = [];
  readonly checkpoints: Checkpoint[] = [];
  down = false;
  readonly #clock: Clock;
  #id = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  history: Evidence["history"] = async () => {
    this.#reach();
    return { now: this.#clock.now(), events: [...this.events], checkpoints: [...this.checkpoints] };
  };

  record: Evidence["record"] = async (fact, author) => {
    this.#reach();
    const event: RolloutEvent = { ...author, ...fact, ...this.#stamp() };
    this.events.push(event);
    return event;
  };

  recordCheckpoint: Evidence["recordCheckpoint"] = async (fact, author) => {
    this.#reach();
    const taken = this.checkpoints.some(
      ({ slot, scheduled }) => scheduled === fact.scheduled && slot.getTime() === fact.slot.getTime(),
    );
    if (taken) return undefined;
    const row: Checkpoint = { ...author, ...fact, ...this.#stamp() };
    this.checkpoints.push(row);
    return row;
  };

  close: Evidence["close"] = async () => {};

  #reach(): void {
    if (this.down) throw new EvidenceUnreachable("EVIDENCE_UNREACHABLE: the database does not answer");
  }

  #stamp() {
    this.#id += 1;
    return { id: this.#id, at: this.#clock.now() };
  }
}
