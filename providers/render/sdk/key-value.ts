import * as pulumi from "@pulumi/pulumi";
import type { StoreArgs } from "./store-args.ts";

const TOKEN = "render:index:KeyValue";

/** Inputs of `KeyValue`; the schema in `../resources/key-value.ts` checks them. */
export interface KeyValueArgs extends StoreArgs {
  /** Default `starter`. A free one keeps nothing over a restart. */
  plan?: pulumi.Input<"free" | "starter" | "standard" | "pro" | "pro_plus" | "custom">;
  /** What is thrown away when memory is full. Default `allkeys_lru`, right for a cache; a queue wants `noeviction`. */
  maxmemoryPolicy?: pulumi.Input<
    | "noeviction"
    | "allkeys_lfu"
    | "allkeys_lru"
    | "allkeys_random"
    | "volatile_lfu"
    | "volatile_lru"
    | "volatile_random"
    | "volatile_ttl"
  >;
}

/** What a `KeyValue` has after an update beside its inputs. */
const outputs = ["keyValueId", "status", "version", "connectionString", "externalConnectionString"] as const;
const secrets = ["connectionString", "externalConnectionString"];

/**
 * A key value store on Render, spoken to as Redis is.
 * It is never replaced, and deleted only after an update with `allowDestroy: true`: see docs/stores.md.
 *
 * @example
 * const queue = new KeyValue("queue", {
 *   name: "twin-brains-queue",
 *   ownerId: "tea-…",
 *   plan: "starter",
 *   maxmemoryPolicy: "noeviction",
 * }, { protect: true });
 * export const redisUrl = queue.connectionString;
 */
export class KeyValue extends pulumi.CustomResource {
  declare readonly name: pulumi.Output<string>;
  declare readonly ownerId: pulumi.Output<string>;
  declare readonly plan: pulumi.Output<string>;
  declare readonly region: pulumi.Output<string>;
  declare readonly maxmemoryPolicy: pulumi.Output<string>;
  /** `red-…`, the same as `id`. */
  declare readonly keyValueId: pulumi.Output<string>;
  /** State at Render, e.g. `available`. */
  declare readonly status: pulumi.Output<string>;
  /** Version of the server. */
  declare readonly version: pulumi.Output<string>;
  /** `redis://…`, reachable from services in the same region and workspace. Secret. */
  declare readonly connectionString: pulumi.Output<string>;
  /** `rediss://…`, reachable from the addresses in `ipAllowList`. Secret. */
  declare readonly externalConnectionString: pulumi.Output<string>;

  /** A store that exists already, by its id; read, not managed. */
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): KeyValue {
    return new KeyValue(name, undefined, { ...opts, id });
  }

  constructor(name: string, args: KeyValueArgs, opts?: pulumi.CustomResourceOptions);
  /** Used by `get` only. */
  constructor(name: string, args: undefined, opts: pulumi.CustomResourceOptions);
  constructor(name: string, args: KeyValueArgs | undefined, opts: pulumi.CustomResourceOptions = {}) {
    const computed = Object.fromEntries(outputs.map((output) => [output, undefined]));
    const additionalSecretOutputs = [...(opts.additionalSecretOutputs ?? []), ...secrets];
    super(TOKEN, name, { ...args, ...computed }, { ...opts, additionalSecretOutputs });
  }
}
