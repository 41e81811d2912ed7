import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { manyResources } from "../../tools/bench/many-resources.ts";
import { factsOfProd, judgeAll } from "../../tools/bench/policies.ts";

const facts = await factsOfProd(fileURLToPath(new URL("../..", import.meta.url)));

/** CPU time, so that other work on the machine does not count; the least of some runs, so that warming up does not. */
function leastMs(resources: ReturnType<typeof manyResources>): number {
  const times = Array.from({ length: 6 }, () => {
    const before = process.cpuUsage();
    judgeAll(resources, facts);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  });
  return Math.min(...times);
}

it("judges ten times as many resources in about ten times the time", () => {
  leastMs(manyResources(50));
  const [some, many] = [leastMs(manyResources(200)), leastMs(manyResources(2_000))];
  expect(many / some).toBeLessThan(25);
});

it("takes each resource apart once for what is judged alone, and once for what is judged together", () => {
  const counts = new Map<string, number>();
  const counted = manyResources(50).map((one) => ({
    ...one,
    properties: () => {
      counts.set(one.name, (counts.get(one.name) ?? 0) + 1);
      return one.properties();
    },
  }));
  judgeAll(counted, facts);
  expect(Math.max(...counts.values())).toBe(2);
});
