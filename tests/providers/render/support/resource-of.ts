import type { z } from "zod";
import type { RenderClient } from "../../../../providers/render/api/client.ts";
import { PATIENCE } from "../../../../providers/render/resources/patience.ts";
import { type Program, Stack } from "./world.ts";

export const patience = { ...PATIENCE, limitMs: 10_000, firstMs: 2, mostMs: 10, unconfirmedMs: 60 };

/** `Stack` for a resource with another state than a service's. */
type Driven<State> = Omit<Stack, "up" | "state"> & {
  readonly state: State;
  up(given: Program, signal?: AbortSignal): Promise<State>;
};

/** A store or an env group, called `name`, driven as the engine drives it. */
export function resourceOf<State>(
  client: RenderClient,
  resource: { readonly type: string; readonly state: z.ZodType<State> },
  name = "it",
): Driven<State> {
  const driven: unknown = new Stack(client, `urn:pulumi:prod::cutover::${resource.type}::${name}`, resource);
  return driven as Driven<State>;
}
