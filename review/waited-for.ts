import { z } from "zod";
import type { EngineEvent } from "../judgement/engine-event.ts";
import { partsOfUrn } from "../policies/urn.ts";

const Step = z.object({ metadata: z.object({ urn: z.string(), type: z.string() }) });
const Event = z.object({
  resourcePreEvent: Step.optional().catch(undefined),
  resOutputsEvent: Step.optional().catch(undefined),
});

/** Follows what an engine says of resources, to tell what it waits for when it is stopped. */
export class WaitedFor {
  readonly #begun = new Map<string, string>();
  #last: string | undefined;

  take(said: EngineEvent): void {
    const { resourcePreEvent: begins, resOutputsEvent: ends } = Event.parse(said);
    const metadata = (ends ?? begins)?.metadata;
    if (!metadata) return;
    this.#last = `${metadata.type} ${partsOfUrn(metadata.urn).name}`;
    if (ends) this.#begun.delete(metadata.urn);
    else this.#begun.set(metadata.urn, this.#last);
  }

  /** `for release:index:Rollout V2`, `after render:index:WebService api`, `for its backend and plugins to answer`. */
  get text(): string {
    const [first, ...more] = this.#begun.values();
    if (first !== undefined) return `for ${first}${more.length > 0 ? ` and ${more.length} more` : ""}`;
    return this.#last === undefined
      ? "for its backend, program and plugins to answer"
      : `for what comes after ${this.#last}`;
  }
}
