import type { Asker } from "./limiter.ts";

/** How long a list counts as of now. What somebody else changes meanwhile is seen by the next refresh. */
const FRESH_MS = 5_000;

interface Kept<Item> {
  readonly at: number;
  readonly items: Promise<ReadonlyMap<string, Item>>;
}

/**
 * A workspace's list that all resources of a run look into: a refresh of many asks for it once instead of for each item.
 * What this client itself changes makes it forget.
 */
export class SharedList<Item extends { readonly id: string }> {
  readonly #ask: (ownerId: string, asker?: Asker) => Promise<readonly Item[]>;
  readonly #freshMs: number;
  readonly #kept = new Map<string, Kept<Item>>();

  /** @param freshMs default 5 s. */
  constructor(ask: (ownerId: string, asker?: Asker) => Promise<readonly Item[]>, freshMs = FRESH_MS) {
    this.#ask = ask;
    this.#freshMs = freshMs;
  }

  /** The items by id. */
  async of(ownerId: string, asker?: Asker): Promise<ReadonlyMap<string, Item>> {
    const kept = this.#kept.get(ownerId);
    if (kept && performance.now() - kept.at < this.#freshMs) {
      try {
        return await kept.items;
      } catch {
        // Whoever asked for it failed or was stopped; this one asks for itself.
        asker?.signal?.throwIfAborted();
      }
    }
    const items = this.#ask(ownerId, asker).then((all) => new Map(all.map((item) => [item.id, item])));
    this.#kept.set(ownerId, { at: performance.now(), items });
    return items;
  }

  forget(): void {
    this.#kept.clear();
  }
}
