import { expect, it } from "vitest";
import { requireQueueWithoutEviction } from "../../../policies/render/require-queue-without-eviction.ts";
import { type Plain, Unknown } from "../../../policies/unknown.ts";
import { facts, QUEUE, resource, told } from "../stack-facts.ts";

const judge = (maxmemoryPolicy: Plain, name = "twin-queue", declaredAs = "queue") =>
  requireQueueWithoutEviction.judgeResource(resource(QUEUE, { name, maxmemoryPolicy }, declaredAs), () => facts);

it("S1.6 passes a queue that throws nothing away", () => {
  expect(judge("noeviction")).toEqual([]);
});

it("S1.6 lets a cache throw away what it likes", () => {
  expect(judge("allkeys_lru", "twin-cache", "cache")).toEqual([]);
  expect(judge("allkeys_lru", "twin-page-cache", "pages")).toEqual([]);
});

it.each(["allkeys_lru", "allkeys_lfu", "allkeys_random", "volatile_lru", "volatile_lfu", "volatile_ttl"])(
  "S1.6 refuses a queue with %s",
  (policy) => {
    const found = judge(policy);
    expect(told(found)).toEqual([
      [
        `twin-queue: maxmemoryPolicy is "${policy}", so a full store throws jobs away; expected noeviction`,
        "pulumi config set --path cutover:services.queue.maxmemoryPolicy noeviction --stack prod",
      ],
    ]);
    expect(found[0]?.at).toBe("cutover:services.queue.maxmemoryPolicy");
  },
);

it("S1.6 takes a store without a policy for what Render makes of it", () => {
  expect(told(judge(null))).toEqual([[expect.stringContaining('"allkeys_lru"'), expect.anything()]]);
});

it("S1.6 takes a cache that is the queue as well for a queue", () => {
  expect(judge("allkeys_lru", "twin-cache", "queue")).toHaveLength(1);
  expect(judge("allkeys_lru", "cache-and-jobs", "store")).toHaveLength(1);
});

it("gives notice of a policy that is not known yet", () => {
  expect(judge(new Unknown("later"))).toEqual([expect.objectContaining({ level: "notice" })]);
});
