import { z } from "zod";
import type { StackFacts } from "../facts.ts";
import { KEY_VALUE } from "../resource-types.ts";
import type { JudgedResource, WholeSubjects } from "../rule.ts";
import { NOT_IN_PREVIEW, type Plain, Unknown } from "../unknown.ts";
import { type BackendService, backendServices, type ConfigOfServices, literalOf } from "./backend-services.ts";

/** A service, what it has for the queue's address, and what the others have. */
export interface QueueUser {
  readonly name: string;
  readonly urn?: string;
  readonly role: BackendService["role"];
  /** null where it has none. */
  readonly address: Plain;
  /** The first service that has an address, the API before others, by which the others are judged; undefined where none has one. */
  readonly first: { readonly name: string; readonly role: BackendService["role"]; readonly address: Plain } | undefined;
  /** The store in the same stack, undefined where it has none. */
  readonly queue: { readonly name: string; readonly address: Plain } | undefined;
}

/** API, worker and scheduler as users of one key value store. */
export const queueUsers: WholeSubjects<QueueUser, ConfigOfServices> = {
  description: "services on Render that share a key value store",
  types: new Set([...backendServices.types, KEY_VALUE]),

  ofStack(resources, stack) {
    const services = resources.filter(({ type }) => backendServices.types.has(type));
    const users = services.map((resource) => ({
      ...backendServices.ofResource(resource),
      ...(resource.urn ? { urn: resource.urn } : {}),
    }));
    const store = queueAmong(
      resources.filter(({ type }) => type === KEY_VALUE),
      stack,
    );
    const { name, connectionString } = store?.properties() ?? {};
    const address = connectionString === undefined || connectionString === null ? NOT_IN_PREVIEW : connectionString;
    const queue = store && { name: typeof name === "string" ? name : store.name, address };
    const all = together(users, queue);
    const isElsewhere =
      all.every(({ first }) => first === undefined) && users.some(({ env }) => hasStoreByAnotherName(env));
    return isElsewhere && declaredQueue(stack) === undefined ? [] : all;
  },

  ofConfig(config) {
    const { name } = config.services.queue ?? {};
    const address = literalOf({ output: "queue.url" }, undefined);
    return together(backendServices.ofConfig(config), name === undefined ? undefined : { name, address });
  },
};

/** `CELERY_BROKER_URL` and the like, in a program that knows its store under another name. */
const hasStoreByAnotherName = (env: BackendService["env"]): boolean =>
  !(env instanceof Unknown) &&
  Object.keys(env).some((name) => /(?:BROKER|REDIS|VALKEY|KV|QUEUE|CACHE)_?(?:[A-Z]+_)?UR[LI]$/i.test(name));

const Services = z.object({ queue: z.object({ name: z.string() }) });
const declaredQueue = ({ section }: StackFacts): string | undefined =>
  Services.safeParse(section("services")).data?.queue.name;

/** The store that the stack declares as its queue, else the first that throws nothing away: others are caches. */
function queueAmong(stores: readonly JudgedResource[], stack: StackFacts): JudgedResource | undefined {
  const name = declaredQueue(stack);
  return (
    stores.find(({ properties }) => name !== undefined && properties().name === name) ??
    stores.find(({ properties }) => properties().maxmemoryPolicy === "noeviction") ??
    stores[0]
  );
}

function together(users: readonly (BackendService & { urn?: string })[], queue: QueueUser["queue"]): QueueUser[] {
  const all = users.map(({ name, role, urn, env }) => ({
    name,
    role,
    ...(urn ? { urn } : {}),
    address: env instanceof Unknown ? env : (env.REDIS_URL ?? null),
  }));
  // Resources come in no order: without one, another service would be at fault each time.
  const [first] = all
    .filter(({ address }) => address !== null && address !== "")
    .toSorted((one, other) => one.role.localeCompare(other.role) || one.name.localeCompare(other.name));
  return all.map((user) => ({ ...user, first, queue }));
}
