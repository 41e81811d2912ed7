import { isGone } from "./errors.ts";
import type { Asker } from "./limiter.ts";
import { allPages } from "./pages.ts";
import { Nothing, Service, ServiceAndDeploy, ServiceEntry } from "./schemas.ts";
import { pathOf, type Transport } from "./transport.ts";

/** Services of every kind: the calls under `/services`. */
export class Services {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** `undefined` when there is none of this id (any more). */
  async find(id: string, asker?: Asker): Promise<Service | undefined> {
    const path = pathOf`/services/${id}`;
    try {
      return await this.#transport.ask({ method: "GET", path, answer: Service }, asker);
    } catch (error) {
      if (isGone(error)) return undefined;
      throw error;
    }
  }

  /** Names are unique in a workspace over all kinds of service: none or one. */
  async named(ownerId: string, name: string, asker?: Asker): Promise<Service | undefined> {
    const query = { name: [name], ownerId: [ownerId] };
    const found = await allPages(this.#transport, { path: "/services", query, entry: ServiceEntry }, asker);
    return found.map(({ service }) => service).find((service) => service.name === name && service.ownerId === ownerId);
  }

  /** Starts the service's first deploy as well, whatever its auto-deploy setting. Never repeated when it may have worked. */
  create(body: object, secrets: readonly string[], asker?: Asker): Promise<ServiceAndDeploy> {
    const question = { method: "POST", path: "/services", body, secrets, answer: ServiceAndDeploy } as const;
    return this.#transport.ask(question, asker);
  }

  /** What `body` leaves out stays as it is. */
  patch(id: string, body: object, asker?: Asker): Promise<Service> {
    return this.#transport.ask({ method: "PATCH", path: pathOf`/services/${id}`, body, answer: Service }, asker);
  }

  /** Takes effect at once, without a deploy. */
  async scale(id: string, numInstances: number, asker?: Asker): Promise<void> {
    const path = pathOf`/services/${id}/scale`;
    await this.#transport.ask(
      { method: "POST", path, body: { numInstances }, answer: Nothing, repeatable: true },
      asker,
    );
  }

  /** What is gone already is removed. */
  async remove(id: string, asker?: Asker): Promise<void> {
    try {
      await this.#transport.ask({ method: "DELETE", path: pathOf`/services/${id}`, answer: Nothing }, asker);
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }
}
