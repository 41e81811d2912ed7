import { isGone } from "./errors.ts";
import type { Asker } from "./limiter.ts";
import { allPages } from "./pages.ts";
import { Nothing, Service, ServiceAndDeploy, ServiceEntry } from "./schemas.ts";
import { SharedList } from "./shared-list.ts";
import { pathOf, type Question, type Transport } from "./transport.ts";

/** Services of every kind: the calls under `/services`, and the one elsewhere that changes what they answer with. */
export class Services {
  readonly #transport: Transport;

  readonly #inWorkspace: SharedList<Service>;

  /** @param listFreshMs how long the list that `known` looks into is kept. */
  constructor(transport: Transport, listFreshMs?: number) {
    this.#transport = transport;
    const list = (ownerId: string, asker?: Asker) => this.#list({ ownerId: [ownerId] }, asker);
    this.#inWorkspace = new SharedList(list, listFreshMs);
  }

  /** As `find`, out of one list for all services of a workspace that are looked for at about the same time. */
  async known(id: string, ownerId: string, asker?: Asker): Promise<Service | undefined> {
    return (await this.#inWorkspace.of(ownerId, asker)).get(id) ?? this.find(id, asker);
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
    const found = await this.#list({ name: [name], ownerId: [ownerId] }, asker);
    return found.find((service) => service.name === name && service.ownerId === ownerId);
  }

  /** Starts the service's first deploy as well, whatever its auto-deploy setting. Never repeated when it may have worked. */
  create(body: object, secrets: readonly string[], asker?: Asker): Promise<ServiceAndDeploy> {
    const question = { method: "POST", path: "/services", body, secrets, answer: ServiceAndDeploy } as const;
    return this.#change(question, asker);
  }

  /** What `body` leaves out stays as it is. */
  patch(id: string, body: object, asker?: Asker): Promise<Service> {
    return this.#change({ method: "PATCH", path: pathOf`/services/${id}`, body, answer: Service }, asker);
  }

  /** Takes effect at once, without a deploy. */
  async scale(id: string, numInstances: number, asker?: Asker): Promise<void> {
    const path = pathOf`/services/${id}/scale`;
    await this.#change({ method: "POST", path, body: { numInstances }, answer: Nothing, repeatable: true }, asker);
  }

  /** What its deploys are told about, where that is not as the workspace says. @see https://render.com/docs/notifications */
  async notify(id: string, notificationsToSend: "default" | "failure" | "none", asker?: Asker): Promise<void> {
    const path = pathOf`/notification-settings/overrides/services/${id}`;
    await this.#change({ method: "PATCH", path, body: { notificationsToSend }, answer: Nothing }, asker);
  }

  /** Stops what runs; a suspended service cannot be deployed. Suspending twice is suspending once. */
  async suspend(id: string, asker?: Asker): Promise<void> {
    const path = pathOf`/services/${id}/suspend`;
    await this.#change({ method: "POST", path, answer: Nothing, repeatable: true }, asker);
  }

  /** Starts a deploy. Never repeated when it may have worked. */
  async resume(id: string, asker?: Asker): Promise<void> {
    await this.#change({ method: "POST", path: pathOf`/services/${id}/resume`, answer: Nothing }, asker);
  }

  /** What is gone already is removed. */
  async remove(id: string, asker?: Asker): Promise<void> {
    try {
      await this.#change({ method: "DELETE", path: pathOf`/services/${id}`, answer: Nothing }, asker);
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }

  async #list(query: Question<unknown>["query"], asker?: Asker): Promise<Service[]> {
    const found = await allPages(this.#transport, { path: "/services", query, entry: ServiceEntry }, asker);
    return found.map(({ service }) => service);
  }

  async #change<Answer>(question: Question<Answer>, asker?: Asker): Promise<Answer> {
    try {
      return await this.#transport.ask(question, asker);
    } finally {
      this.#inWorkspace.forget();
    }
  }
}
