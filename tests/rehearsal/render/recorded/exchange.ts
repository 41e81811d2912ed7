import { reference } from "../reference.ts";
import type { Json } from "../render-world.ts";

/** A kind of call that was recorded at the vendor, with one request and its answer. */
export interface Exchange {
  readonly method: string;
  /** With `{srv}` and the like for ids. */
  readonly path: string;
  readonly status: number;
  /** For services: `<type>/<runtime>`. */
  readonly variant: string;
  readonly examples: readonly Example[];
}

export interface Example {
  readonly query: string;
  readonly request: Json;
  readonly response: Json;
  readonly rateLimit: string;
}

export const file = "render-recorded-exchanges.json";
export const recorded: readonly Exchange[] = reference(file) ?? [];
