import { z } from "zod";
import { isGone } from "./errors.ts";
import type { Asker } from "./limiter.ts";
import { allPages } from "./pages.ts";
import { Nothing } from "./schemas.ts";
import { pathOf, type Transport } from "./transport.ts";

/** What every store has. */
export const Store = z.object({
  id: z.string(),
  name: z.string(),
  status: z.string(),
  plan: z.string(),
  region: z.string(),
  version: z.string(),
  owner: z.object({ id: z.string() }),
  environmentId: z.string().nullish(),
  /** An empty list comes as null. */
  ipAllowList: z.array(z.object({ cidrBlock: z.string(), description: z.string() })).nullish(),
});
export type Store = z.infer<typeof Store>;

export const ConnectionInfo = z.object({
  internalConnectionString: z.string(),
  externalConnectionString: z.string(),
});
export type ConnectionInfo = z.infer<typeof ConnectionInfo>;

/** Where a kind of store stands in the API and what it is there. */
export interface StoreNoun<Kind extends Store> {
  /** `key-value`: the path's first step. */
  readonly path: string;
  readonly schema: z.ZodType<Kind>;
  /** One entry of a list. */
  readonly entry: z.ZodType<{ readonly store: Kind; readonly cursor: string }>;
}

/** The calls that key value stores and Postgres databases have in common. */
export class Stores<Kind extends Store> {
  readonly #transport: Transport;
  readonly #noun: StoreNoun<Kind>;

  constructor(transport: Transport, noun: StoreNoun<Kind>) {
    this.#transport = transport;
    this.#noun = noun;
  }

  /** `undefined` when there is none of this id (any more). */
  async find(id: string, asker?: Asker): Promise<Kind | undefined> {
    try {
      return await this.#transport.ask({ method: "GET", path: this.#at(id), answer: this.#noun.schema }, asker);
    } catch (error) {
      if (isGone(error)) return undefined;
      throw error;
    }
  }

  /** The stores of a workspace that have one of these names. */
  async named(ownerId: string, names: readonly string[], asker?: Asker): Promise<Kind[]> {
    const { path, entry } = this.#noun;
    const query = { name: names, ownerId: [ownerId] };
    const entries = await allPages(this.#transport, { path: `/${path}`, query, entry }, asker);
    return entries.map(({ store }) => store).filter(({ name, owner }) => names.includes(name) && owner.id === ownerId);
  }

  /** Never repeated when it may have worked. */
  create(body: object, asker?: Asker): Promise<Kind> {
    const { path, schema } = this.#noun;
    return this.#transport.ask({ method: "POST", path: `/${path}`, body, answer: schema }, asker);
  }

  /** What `body` leaves out stays as it is. */
  patch(id: string, body: object, asker?: Asker): Promise<Kind> {
    const question = { method: "PATCH", path: this.#at(id), body, answer: this.#noun.schema } as const;
    return this.#transport.ask(question, asker);
  }

  connectionInfo(id: string, asker?: Asker): Promise<ConnectionInfo> {
    const path = `${this.#at(id)}/connection-info`;
    return this.#transport.ask({ method: "GET", path, answer: ConnectionInfo }, asker);
  }

  /** What is gone already is removed. */
  async remove(id: string, asker?: Asker): Promise<void> {
    try {
      await this.#transport.ask({ method: "DELETE", path: this.#at(id), answer: Nothing }, asker);
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }

  #at(id: string): string {
    return `/${this.#noun.path}${pathOf`/${id}`}`;
  }
}
