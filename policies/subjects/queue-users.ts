import type { WholeSubjects } from "../rule.ts";
import { NOT_IN_PREVIEW, type Plain, Unknown } from "../unknown.ts";
import { type BackendService, backendServices, type ConfigOfServices, literalOf } from "./backend-services.ts";

/** A service, what it has for the queue's address, and what the others have. */
export interface QueueUser {
  readonly name: string;
  readonly urn?: string;
  readonly role: BackendService["role"];
  /** null where it has none. */
  readonly address: Plain;
  /** The first service that has an address, by which the others are judged; undefined where none has one. */
  readonly first: { readonly name: string; readonly address: Plain } | undefined;
  /** The store in the same stack, undefined where it has none. */
  readonly queue: { readonly name: string; readonly address: Plain } | undefined;
}

const KEY_VALUE = "render:index:KeyValue";

/** API, worker and scheduler as users of one key value store. */
export const queueUsers: WholeSubjects<QueueUser, ConfigOfServices> = {
  description: "services on Render that share a key value store",
  types: new Set([...backendServices.types, KEY_VALUE]),

  ofStack(resources) {
    const services = resources.filter(({ type }) => backendServices.types.has(type));
    const users = services.map((resource) => ({
      ...backendServices.ofResource(resource),
      ...(resource.urn ? { urn: resource.urn } : {}),
    }));
    const [store] = resources.filter(({ type }) => type === KEY_VALUE);
    const { name, connectionString } = store?.properties() ?? {};
    const address = connectionString === undefined || connectionString === null ? NOT_IN_PREVIEW : connectionString;
    const queue = store && { name: typeof name === "string" ? name : store.name, address };
    return together(users, queue);
  },

  ofConfig(config) {
    const { name } = config.services.queue ?? {};
    const address = literalOf({ output: "queue.url" }, undefined);
    return together(backendServices.ofConfig(config), name === undefined ? undefined : { name, address });
  },
};

function together(users: readonly (BackendService & { urn?: string })[], queue: QueueUser["queue"]): QueueUser[] {
  const all = users.map(({ name, role, urn, env }) => ({
    name,
    role,
    ...(urn ? { urn } : {}),
    address: env instanceof Unknown ? env : (env.REDIS_URL ?? null),
  }));
  const first = all.find(({ address }) => address !== null && address !== "");
  return all.map((user) => ({ ...user, first, queue }));
}
