import { z } from "zod";
import type { Databases } from "../../stores/keyspace.ts";
import type { Moment } from "./moment.ts";
import type { Owner } from "./owner.ts";
import { type Store, storeJson, storePatch, storePost } from "./store.ts";

const maxmemoryPolicies = [
  "noeviction",
  "allkeys_lfu",
  "allkeys_lru",
  "allkeys_random",
  "volatile_lfu",
  "volatile_lru",
  "volatile_random",
  "volatile_ttl",
] as const;
const keyValuePlans = ["free", "starter", "standard", "pro", "pro_plus", "custom"] as const;

/** A key value store. `/redis` is the older name of the same thing. */
export interface KeyValue extends Store {
  maxmemoryPolicy: (typeof maxmemoryPolicies)[number];
  /** `off`, `snapshot` or `journal_snapshot`. */
  persistenceMode: string;
  /** What it holds; plain data, so that a world can be put away with it. */
  readonly databases: Databases;
}

const options = {
  maxmemoryPolicy: z.enum(maxmemoryPolicies).nullish(),
  persistenceMode: z.string().nullish(),
};

export const KeyValuePost = z.object({ ...storePost, ...options, plan: z.enum(keyValuePlans) });
export const KeyValuePatch = z.object({ ...storePatch, ...options, plan: z.enum(keyValuePlans).nullish() });

/** How a store of a plan keeps its data where nobody says otherwise: a free one does not. */
export const defaultPersistence = (plan: string): string => (plan === "free" ? "off" : "journal_snapshot");

/** Its name on the private network, and its user's. */
export const keyValueHost = ({ id }: KeyValue): string => id;

/** Render's JSON of one store. */
export function keyValueJson(store: KeyValue, owner: Owner, time?: (moment: Moment) => string) {
  const { maxmemoryPolicy, persistenceMode } = store;
  return { ...storeJson(store, owner, time), options: { maxmemoryPolicy, persistenceMode } };
}

/** As it stands in lists, which alone say where the Dashboard shows it. */
export const listedKeyValueJson = (store: KeyValue, owner: Owner) => ({
  ...keyValueJson(store, owner),
  dashboardUrl: `https://dashboard.render.com/r/${store.id}`,
});

/** How to connect. @param command the member that the command line stands in: it differs between the two names. */
export function keyValueConnection({ id, region, password }: KeyValue, command: "cliCommand" | "redisCLICommand") {
  const host = `${region}-keyvalue.render.com`;
  return {
    internalConnectionString: `redis://${id}:6379`,
    externalConnectionString: `rediss://${id}:${password}@${host}:6379`,
    [command]: ` REDISCLI_AUTH=${password} valkey-cli --user ${id} -h ${host} -p 6379 --tls`,
  };
}
