import { z } from "zod";
import type { Resource } from "../../protocol/resource.ts";
import type { RenderClient } from "../api/client.ts";
import type { KeyValue } from "../api/key-values.ts";
import { PATIENCE, type Patience } from "./patience.ts";
import { possibleChanges } from "./store-guard.ts";
import { STORE_SECRETS, storeInputs, storeState } from "./store-inputs.ts";
import type { StoreKind } from "./store-kind.ts";
import { storeLifeOf } from "./store-life.ts";

export const KeyValueInputs = z.strictObject({
  ...storeInputs,
  plan: z
    .enum(["free", "starter", "standard", "pro", "pro_plus", "custom"])
    .default("starter")
    .describe("Instance type. Default starter. A free one keeps nothing over a restart."),
  maxmemoryPolicy: z
    .enum([
      ...(["noeviction", "allkeys_lfu", "allkeys_lru", "allkeys_random"] as const),
      ...(["volatile_lfu", "volatile_lru", "volatile_random", "volatile_ttl"] as const),
    ])
    .default("allkeys_lru")
    .describe(
      "What is thrown away when memory is full. Default allkeys_lru, right for a cache; a queue wants noeviction.",
    ),
});
export type KeyValueInputs = z.infer<typeof KeyValueInputs>;

export const KeyValueState = z.object({
  keyValueId: z.string().describe("`red-…`, also the store's name on the private network."),
  version: z.string().describe("Version of the server."),
  ...storeState,
});
export type KeyValueState = z.infer<typeof KeyValueState>;

const kind: StoreKind<KeyValue, KeyValueInputs, KeyValueState> = {
  token: "render:index:KeyValue",
  what: "key value store",
  id: { pattern: /^red-[0-9a-z]+$/, example: "red-…" },
  stores: ({ keyValues }) => keyValues,
  createBody: ({ maxmemoryPolicy }) => ({ maxmemoryPolicy }),
  fields: { maxmemoryPolicy: "maxmemoryPolicy" },
  observe: ({ options }) => ({ maxmemoryPolicy: options.maxmemoryPolicy as KeyValueInputs["maxmemoryPolicy"] }),
  outputs: KeyValueState.keyof().options,
  stateOf: ({ id, status, version }, connection) => ({
    keyValueId: id,
    status,
    version,
    connectionString: connection?.internalConnectionString ?? "",
    externalConnectionString: connection?.externalConnectionString ?? "",
  }),
  fixed: {
    ownerId: { same: ({ inputs }, want) => inputs.ownerId === want.ownerId },
    region: { same: ({ inputs }, want) => inputs.region === want.region },
  },
};

/**
 * A key value store on Render (S1.1, S1.6). Everything but workspace and region is changed in place; it is never replaced, and deleted
 * only when the update before had `allowDestroy: true`. Done when it is available.
 * @see https://render.com/docs/key-value (read 2026-11)
 */
export const keyValue = makeKeyValue();

/** With another patience than the usual one, for tests. */
export function makeKeyValue(patience: Patience = PATIENCE): Resource<RenderClient, KeyValueInputs, KeyValueState> {
  return {
    type: kind.token,
    description: "A key value store on Render. Never replaced; deleted in two steps. Done when it is available.",
    inputs: KeyValueInputs,
    state: KeyValueState,
    secrets: STORE_SECRETS,
    diff: (changes, known, want) => possibleChanges(kind, changes, known, want),
    ...storeLifeOf(kind, patience),
  };
}
