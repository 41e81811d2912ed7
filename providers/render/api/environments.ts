import { isGone } from "./errors.ts";
import type { Asker } from "./limiter.ts";
import { Nothing } from "./schemas.ts";
import { pathOf, type Transport } from "./transport.ts";

/** Environments of projects: which one holds a store, an env group or a service. */
export class Environments {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Moves a resource into an environment, out of the one it is in. */
  async add(environmentId: string, resourceId: string, asker?: Asker): Promise<void> {
    const path = pathOf`/environments/${environmentId}/resources`;
    const body = { resourceIds: [resourceId] };
    await this.#transport.ask({ method: "POST", path, body, answer: Nothing, repeatable: true }, asker);
  }

  /** A resource or environment that is gone already is removed. */
  async remove(environmentId: string, resourceId: string, asker?: Asker): Promise<void> {
    const path = pathOf`/environments/${environmentId}/resources`;
    const query = { resourceIds: [resourceId] };
    try {
      await this.#transport.ask({ method: "DELETE", path, query, answer: Nothing }, asker);
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }
}
