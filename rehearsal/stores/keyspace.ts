import { type Refusal, wrongType } from "./resp.ts";

/** A value under a key. Plain data, so that a whole world can be put away and brought back. */
export interface Stored {
  value: string | string[] | Set<string>;
  /** Milliseconds since 1970, in the world's time. */
  expiresAt: number | undefined;
}

/** Everything a store holds: keys by number of the database. */
export type Databases = Map<number, Map<string, Stored>>;

export type KindOf = { string: string; list: string[]; set: Set<string> };

const kindOf = (value: Stored["value"]): keyof KindOf =>
  typeof value === "string" ? "string" : Array.isArray(value) ? "list" : "set";

/** A wrong kind of value under a key, which ends the command. */
export class WrongType extends Error {
  readonly reply: Refusal = wrongType;
}

/** One database of a store at one moment: keys whose time is over are gone. */
export class Keyspace {
  readonly #entries: Map<string, Stored>;
  readonly now: number;

  constructor(databases: Databases, index: number, now: Date) {
    const entries = databases.get(index) ?? new Map<string, Stored>();
    databases.set(index, entries);
    this.#entries = entries;
    this.now = now.getTime();
  }

  entry(key: string): Stored | undefined {
    const found = this.#entries.get(key);
    if (found?.expiresAt === undefined || found.expiresAt > this.now) return found;
    this.#entries.delete(key);
    return undefined;
  }

  /** @throws WrongType */
  get<Kind extends keyof KindOf>(key: string, kind: Kind): KindOf[Kind] | undefined {
    const found = this.entry(key);
    if (found && kindOf(found.value) !== kind) throw new WrongType();
    return found?.value as KindOf[Kind] | undefined;
  }

  /** Replaces whatever is there, with its time to live. */
  set(key: string, value: Stored["value"], expiresAt?: number): void {
    this.#entries.set(key, { value, expiresAt });
  }

  typeOf(key: string): string {
    const found = this.entry(key);
    return found ? kindOf(found.value) : "none";
  }

  delete(key: string): boolean {
    return this.entry(key) !== undefined && this.#entries.delete(key);
  }

  /** A list or set that has lost its last member does not exist. */
  deleteIfEmpty(key: string): void {
    const value = this.#entries.get(key)?.value;
    if (value !== undefined && (value instanceof Set ? value.size : value.length) === 0) this.#entries.delete(key);
  }

  keys(): string[] {
    return [...this.#entries.keys()].filter((key) => this.entry(key));
  }

  clear(): void {
    this.#entries.clear();
  }
}
