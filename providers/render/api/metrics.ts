import { z } from "zod";
import type { Asker } from "./limiter.ts";
import { Series } from "./schemas.ts";
import type { Transport } from "./transport.ts";

export type MetricName = "cpu" | "cpu-limit" | "memory" | "memory-limit";

/** Figures of what runs, per instance. */
export class Metrics {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** One series per instance that there was in the window, in the unit that each names. */
  async of(
    name: MetricName,
    from: { readonly resource: string; readonly from: Date; readonly to: Date; readonly resolutionSeconds: number },
    asker?: Asker,
  ): Promise<Series[]> {
    const { resource, resolutionSeconds } = from;
    const query = { resource, resolutionSeconds, startTime: from.from.toISOString(), endTime: from.to.toISOString() };
    const question = { method: "GET", path: `/metrics/${name}`, query, answer: z.array(Series).nullable() } as const;
    return (await this.#transport.ask(question, asker)) ?? [];
  }
}
