import { removeKey } from "../config-command.ts";
import { rule } from "../rule.ts";
import { show } from "../show.ts";
import { regionalResources } from "../subjects/regional-resources.ts";
import { Unknown } from "../unknown.ts";
import { serviceKey } from "./service-key.ts";
import { wordOf } from "./text-of.ts";

/** The private network ends at the region's border. */
export const requireOneRegion = rule({
  name: "require-one-region",
  description: "Services and their stores run in one region, because a store's internal address works only there.",
  reason:
    "REDIS_URL is an address in the private network of one region. From another region it does not resolve, so the service starts, answers its health check and fails on the first job. By the public address each query would cross an ocean.",
  pages: ["https://render.com/docs/regions", "https://render.com/docs/private-network"],
  requirements: ["S1.1", "S1.6"],
  severity: "high",
  neverExempt: false,
  whenUnknown: "notice",
  subjects: regionalResources,

  judge({ name, section, region, first }, stack, violation) {
    // That the first one's is unknown is told once, about itself.
    if (first.region instanceof Unknown && first.name !== name) return;
    const [own, expected] = [wordOf(region, "region"), wordOf(first.region, "region")];
    if (own !== expected)
      violation(
        `${name}: the region is ${show(own)}, where it does not reach ${first.name}; expected ${show(expected)}, as ${first.name} has it`,
        section ? removeKey(stack, serviceKey(section, "region")) : `declare ${name} with region ${show(expected)}`,
        section && serviceKey(section, "region"),
      );
  },
});
