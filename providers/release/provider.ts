import { z } from "zod";
import type { Provider } from "../protocol/resource.ts";
import { type ReleaseClient, releaseClient } from "./client.ts";
import { promotion } from "./resources/promotion.ts";
import { protectionBypass } from "./resources/protection-bypass.ts";
import { rollout } from "./resources/rollout.ts";

export const VERSION = "0.1.0";

/**
 * The release provider: tokens `release:index:…`. It is configured by its environment alone, so that refresh and destroy,
 * which configure providers from state, judge by the same world as the program does.
 */
export const release: Provider<Record<string, never>, ReleaseClient> = {
  name: "release",
  version: VERSION,
  description: "Releases: a percentage of users that only rises when the evidence says so.",
  config: z.object({}) as z.ZodType<Record<string, never>>,
  configure: (_config, env) => releaseClient(env),
  resources: [rollout, promotion, protectionBypass],
};
