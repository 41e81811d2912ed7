import { z } from "zod";
import { anyService } from "./inputs.ts";

/** The inputs of every store; each kind adds its own. */
export const storeInputs = {
  name: anyService.name.describe("Unique among the workspace's stores of this kind."),
  ownerId: anyService.ownerId.describe("Workspace that holds the store, `tea-…`. Cannot be changed."),
  region: anyService.region.describe("Default oregon. Cannot be changed."),
  ipAllowList: z
    .array(
      z.strictObject({
        cidrBlock: z.union([z.cidrv4(), z.cidrv6()], { error: "addresses as a CIDR block, such as 203.0.113.7/32" }),
        description: z.string().describe("Whose addresses these are."),
      }),
    )
    .default([])
    .describe("Who may connect from outside of Render. Default: nobody. Services in the same region always may."),
  environmentId: z
    .string()
    .regex(/^evm-[0-9a-z]+$/, "the id of an environment, evm-…")
    .optional()
    .describe("Environment that holds it. Default: none."),
  allowDestroy: z
    .boolean()
    .default(false)
    .describe("Has to stand in an update of its own before the store can be deleted. Default false."),
};

const StoreInputs = z.object(storeInputs);
export type StoreInputs = z.infer<typeof StoreInputs> & { readonly plan: string };

/** What Render makes of a store. */
export const storeState = {
  status: z.string().describe("State at Render, e.g. available or suspended."),
  connectionString: z.string().describe("For services in the same region and workspace. Secret."),
  externalConnectionString: z.string().describe("For the addresses in ipAllowList. Secret."),
};
const StoreState = z.object(storeState);
export type StoreState = z.infer<typeof StoreState>;

/** Outputs that are encrypted in state. */
export const STORE_SECRETS = ["connectionString", "externalConnectionString"] as const;
