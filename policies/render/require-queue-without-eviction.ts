import { setKey } from "../config-command.ts";
import { rule } from "../rule.ts";
import { show } from "../show.ts";
import { keyValueStores } from "../subjects/stores.ts";
import { serviceKey } from "./service-key.ts";
import { wordOf } from "./text-of.ts";

/** What a store is given that names no policy: right for a cache only. */
const DEFAULT_POLICY = "allkeys_lru";

/** A store that says that it is a cache and not also a queue may throw away what it holds. */
const isCache = (...names: readonly string[]) =>
  names.some((name) => /cache/i.test(name)) &&
  !names.some((name) => /queue|broker|job|celery|bull|sidekiq/i.test(name));

/** With another policy, a full store answers as always and loses jobs (S1.6). */
export const requireQueueWithoutEviction = rule({
  name: "require-queue-without-eviction",
  description: "A queue's store refuses new jobs when it is full, instead of throwing away those that wait.",
  reason:
    "With any other policy than noeviction, a store that is full deletes keys of its own choice, and a job that waits in it is a key. Nothing fails and nothing is logged: the work is never done. With noeviction the API gets an error that somebody sees.",
  pages: ["https://render.com/docs/key-value", "https://redis.io/docs/latest/develop/reference/eviction/"],
  requirements: ["S1.6"],
  severity: "critical",
  neverExempt: false,
  whenUnknown: "notice",
  subjects: keyValueStores,

  judge({ name, declaredAs, inputs }, stack, violation) {
    if (isCache(name, declaredAs)) return;
    const policy = wordOf(inputs.maxmemoryPolicy ?? DEFAULT_POLICY, "maxmemoryPolicy");
    if (policy !== "noeviction")
      violation(
        `${name}: maxmemoryPolicy is ${show(policy)}, so a full store throws jobs away; expected noeviction`,
        setKey(stack, serviceKey("queue", "maxmemoryPolicy"), "noeviction"),
        serviceKey("queue", "maxmemoryPolicy"),
      );
  },
});
