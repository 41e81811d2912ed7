import type { Texts } from "./keyed-set.ts";

/**
 * Env var that every service made here carries: the URN of its resource. A create that was killed before the engine
 * noted the id finds its service again by it, and never takes somebody else's. Not an input, not in state, not in diffs;
 * a service that was imported has none and needs none.
 */
export const MARKER = "CUTOVER_RESOURCE";

export const withoutMarker = ({ [MARKER]: _, ...env }: Texts): Record<string, string> => env;
