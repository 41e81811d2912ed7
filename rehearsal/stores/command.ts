import type { Keyspace } from "./keyspace.ts";
import { type Reply, refuse } from "./resp.ts";

/** What a store says of itself. */
export interface Identity {
  readonly version: string;
  /** As in the API, e.g. `allkeys_lru`. */
  readonly maxmemoryPolicy: string;
  readonly user: string;
  readonly password: string;
}

/** One client's connection. */
export interface Client {
  readonly id: number;
  database: number;
  name: string;
}

/** What a command works on. */
export interface Context {
  readonly client: Client;
  readonly identity: Identity;
  readonly keys: Keyspace;
  /** Empties every database. */
  flushAll(): void;
}

/** A command: how many words it takes (with its own name; negative: at least so many) and what it does. */
export interface Command {
  readonly arity: number;
  run(context: Context, args: readonly string[]): Reply;
}
export type Commands = Readonly<Record<string, Command>>;

export const notAnInteger = refuse("ERR value is not an integer or out of range");
export const syntaxError = refuse("ERR syntax error");
