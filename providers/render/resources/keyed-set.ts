import type { Asker } from "../api/limiter.ts";

/** Beyond this many keys the whole set is sent at once: one request instead of many. */
const MOST_SINGLE_KEYS = 5;

export type Texts = Readonly<Record<string, string>>;

/** A set of texts at Render that can be written key by key: env vars or secret files of a service or an env group. */
export interface KeyedSet {
  put(serviceId: string, key: string, value: string, asker?: Asker): Promise<void>;
  remove(serviceId: string, key: string, asker?: Asker): Promise<void>;
  /** Writes it as a whole; env groups have no such call. */
  replace?(serviceId: string, all: Texts, asker?: Asker): Promise<void>;
}

/** A key may be any name, that of a member of every object too. */
const textOf = (texts: Texts, key: string): string | undefined => (Object.hasOwn(texts, key) ? texts[key] : undefined);

/** The keys whose values differ. A key that is in only one of both differs too. */
export function differingKeys(have: Texts, want: Texts): string[] {
  const keys = new Set([...Object.keys(have), ...Object.keys(want)]);
  return [...keys].filter((key) => textOf(have, key) !== textOf(want, key)).sort();
}

/**
 * Makes `keys` be as in `want`: one by one when they are few, else as a whole set. Other keys at Render stay.
 * Starts no deploy.
 * @param have what stands at Render now.
 */
export async function applyTexts(
  set: KeyedSet,
  serviceId: string,
  { have, want, keys }: { readonly have: Texts; readonly want: Texts; readonly keys: readonly string[] },
  asker: Asker,
): Promise<void> {
  if (set.replace && keys.length > MOST_SINGLE_KEYS) {
    const rest = Object.entries(have).filter(([key]) => !keys.includes(key));
    const changed = keys.flatMap((key) => {
      const value = textOf(want, key);
      return value === undefined ? [] : [[key, value] as const];
    });
    await set.replace(serviceId, Object.fromEntries([...rest, ...changed]), asker);
    return;
  }
  for (const key of keys) {
    const value = textOf(want, key);
    if (value === undefined) await set.remove(serviceId, key, asker);
    else await set.put(serviceId, key, value, asker);
  }
}
