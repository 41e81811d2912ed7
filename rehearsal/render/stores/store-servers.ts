import { setTimeout as pause } from "node:timers/promises";
import type { Clock } from "../../core/clock.ts";
import type { Edge } from "../../core/edge.ts";
import { startKeyValueServer } from "../../stores/key-value-server.ts";
import { startPostgresServer } from "../../stores/postgres-server.ts";
import { type KeyValue, keyValueHost } from "../entities/key-value.ts";
import { externalPostgresHost, type Postgres, postgresHost } from "../entities/postgres.ts";
import { isSuspended } from "../entities/store.ts";

/** Nothing listens on it, so that whoever connects is refused. */
const closedPort = 1;

type AnyStore = KeyValue | Postgres;

/** A store's server while it listens. */
interface Running {
  readonly port: number;
  /** Ends every connection, as a restart does. */
  dropAll(): void;
  /** All that it holds, where that is not in the state. */
  save?(): Promise<Uint8Array | undefined>;
  close(): Promise<void>;
}

export interface StoreWorld {
  readonly clock: Clock;
  readonly edge: Edge;
  /** Real milliseconds that a store takes to become available: four times this. */
  readonly deployMs: number;
}

/** The servers of all stores, and which of them each name on the private network leads to. */
export class StoreServers {
  readonly #world: StoreWorld;
  readonly #running = new Map<string, Running>();
  readonly #starting = new Map<string, { readonly stop: AbortController; readonly done: Promise<void> }>();

  constructor(world: StoreWorld) {
    this.#world = world;
  }

  /** Takes a store to `available`. Until then its name resolves, and connections are refused. */
  start(store: AnyStore): void {
    this.#route(store);
    const stop = new AbortController();
    const done = this.#bringUp(store, stop.signal).finally(() => this.#starting.delete(store.id));
    this.#starting.set(store.id, { stop, done });
  }

  /** Has an available store be created again, as after a change of its machine; its connections stay. */
  rebuild(store: AnyStore): void {
    if (store.status !== "available") return;
    store.status = "creating";
    this.start(store);
  }

  /** Connections are ended and refused from now on. The data stays: a key value store's in the state, a database's here. */
  async suspend(store: AnyStore): Promise<void> {
    await this.#stopStarting(store.id);
    store.status = "suspended";
    this.#route(store);
    this.#running.get(store.id)?.dropAll();
  }

  /** Lets clients in again. */
  async resume(store: AnyStore): Promise<void> {
    store.status = "available";
    if (!this.#running.has(store.id)) this.#running.set(store.id, await this.#listen(store));
    this.#route(store);
  }

  /** Every client has to connect anew. */
  restart(store: AnyStore): void {
    this.#running.get(store.id)?.dropAll();
  }

  /** After its allow list has changed. */
  reroute(store: AnyStore): void {
    this.#route(store);
  }

  /** Ends a store's server with what it holds, and gives its names back. */
  async remove(store: AnyStore): Promise<void> {
    await this.#stopStarting(store.id);
    for (const host of hostsOf(store)) this.#world.edge.unrouteTcp(host);
    const running = this.#running.get(store.id);
    this.#running.delete(store.id);
    await running?.close();
  }

  /** Puts what the databases hold into their entities, so that the state is all there is. */
  async save(databases: Iterable<Postgres>): Promise<void> {
    for (const database of databases)
      database.saved = (await this.#running.get(database.id)?.save?.()) ?? database.saved;
  }

  /** Resolves when every store that is being created is available. */
  async settled(): Promise<void> {
    while (this.#starting.size > 0) await Promise.all([...this.#starting.values()].map(({ done }) => done));
  }

  async #bringUp(store: AnyStore, signal: AbortSignal): Promise<void> {
    const waited = await pause(4 * this.#world.deployMs, true, { ref: false, signal }).catch(() => false);
    if (!waited) return;
    if (!this.#running.has(store.id)) {
      const running = await this.#listen(store);
      if (signal.aborted) return running.close();
      this.#running.set(store.id, running);
    }
    store.status = "available";
    this.#route(store);
  }

  async #stopStarting(id: string): Promise<void> {
    const starting = this.#starting.get(id);
    starting?.stop.abort();
    await starting?.done;
  }

  async #listen(store: AnyStore): Promise<Running> {
    if (!("databases" in store)) return startPostgresServer({ user: store.databaseUser, saved: store.saved });
    const identity = () => ({ ...store, user: store.id });
    return startKeyValueServer({ databases: store.databases, identity, now: () => this.#world.clock.now() });
  }

  #route(store: AnyStore): void {
    const port = isSuspended(store) ? undefined : this.#running.get(store.id)?.port;
    const [internal, external] = hostsOf(store);
    if (internal) this.#world.edge.routeTcp(internal, port ?? closedPort);
    const isOpen = store.ipAllowList.length > 0;
    if (external) this.#world.edge.routeTcp(external, (isOpen ? port : undefined) ?? closedPort);
  }
}

/** The private name, and the public one where a store has one of its own: key value stores share theirs. */
const hostsOf = (store: AnyStore): readonly [string, ...string[]] =>
  "databases" in store ? [keyValueHost(store)] : [postgresHost(store), externalPostgresHost(store)];
