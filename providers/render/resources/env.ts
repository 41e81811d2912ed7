import type { RenderClient } from "../api/client.ts";
import type { Asker } from "../api/limiter.ts";

/**
 * Env var that every service made here carries: the URN of its resource. A create that was killed before the engine
 * noted the id finds its service again by it, and never takes somebody else's. Not an input, not in state, not in diffs.
 */
export const MARKER = "CUTOVER_RESOURCE";

/** Beyond this many keys the whole set is sent at once: one request instead of many. */
const MOST_SINGLE_KEYS = 5;

export type Env = Readonly<Record<string, string>>;

export const withoutMarker = ({ [MARKER]: _, ...env }: Env): Record<string, string> => env;

/** The keys whose values differ. A key that is in only one of both differs too; the marker never does. */
export function differingKeys(have: Env, want: Env): string[] {
  const keys = new Set([...Object.keys(have), ...Object.keys(want)]);
  keys.delete(MARKER);
  return [...keys].filter((key) => have[key] !== want[key]).sort();
}

/**
 * Makes `keys` be as in `want`: one by one when they are few, else as a whole set. Other keys at Render stay,
 * the marker among them. Starts no deploy.
 * @param have what stands at Render now, with the marker.
 */
export async function applyEnv(
  client: RenderClient,
  serviceId: string,
  have: Env,
  want: Env,
  keys: readonly string[],
  asker: Asker,
): Promise<void> {
  if (keys.length > MOST_SINGLE_KEYS) {
    const rest = Object.entries(have).filter(([key]) => !keys.includes(key));
    const changed = keys.flatMap((key) => (want[key] === undefined ? [] : [[key, want[key]] as const]));
    await client.envVars.replace(serviceId, Object.fromEntries([...rest, ...changed]), asker);
    return;
  }
  for (const key of keys) {
    const value = want[key];
    if (value === undefined) await client.envVars.remove(serviceId, key, asker);
    else await client.envVars.put(serviceId, key, value, asker);
  }
}
