import type { Asker } from "./limiter.ts";
import { plainText } from "./plain-text.ts";
import { LogLines } from "./schemas.ts";
import type { Transport } from "./transport.ts";

/** Build and app logs of services. */
export class Logs {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** The last lines, oldest first, as plain text. `since` is an RFC 3339 time of Render's own clock. */
  async last(
    from: {
      readonly ownerId: string;
      readonly resource: string;
      readonly since?: string | undefined;
      readonly types?: readonly ("app" | "build")[];
      readonly limit: number;
      /** Gets each line whole, since of a value that was cut off nobody would know the rest. */
      readonly hide?: (line: string) => string;
    },
    asker?: Asker,
  ): Promise<string[]> {
    const { ownerId, resource, since, types, limit, hide = (line) => line } = from;
    const query = { ownerId, resource: [resource], startTime: since, type: types, direction: "backward", limit };
    const { logs } = await this.#transport.ask({ method: "GET", path: "/logs", query, answer: LogLines }, asker);
    return (logs ?? [])
      .toSorted((one, other) => one.timestamp.localeCompare(other.timestamp))
      .map(({ message }) => plainText(hide(message)));
  }
}
