import type { Asker } from "./limiter.ts";
import { PAGE_SIZE } from "./pages.ts";
import { plainText } from "./plain-text.ts";
import { LogLines } from "./schemas.ts";
import type { Transport } from "./transport.ts";

/** More would use up what a workspace may ask in a minute. */
const MOST_PAGES = 30;

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

  /**
   * What a running service logged in a window, its requests included, oldest first: lines that contain a text, at most
   * `most` of them. `more`: there are more than were read. Messages are as they are, with whatever is in them.
   */
  async within(
    from: {
      readonly ownerId: string;
      readonly resource: string;
      readonly from: Date;
      readonly to: Date;
      readonly text: string;
      readonly most: number;
    },
    asker?: Asker,
  ): Promise<{ readonly lines: readonly RuntimeLine[]; readonly more: boolean }> {
    const { ownerId, resource, text, most } = from;
    const lines: RuntimeLine[] = [];
    let [startTime, endTime] = [from.from.toISOString(), from.to.toISOString()];
    for (let pages = 0; pages < MOST_PAGES; pages++) {
      const part = { startTime, endTime, direction: "forward", limit: PAGE_SIZE, type: ["app", "request"] };
      const query = { ownerId, resource: [resource], text: plainPart(text), ...part };
      const page = await this.#transport.ask({ method: "GET", path: "/logs", query, answer: LogLines }, asker);
      for (const { id, message, timestamp } of page.logs ?? [])
        if (message.includes(text)) lines.push({ id, message, at: new Date(timestamp) });
      const { hasMore, nextStartTime, nextEndTime } = page;
      if (lines.length > most || (lines.length === most && hasMore)) return { lines: lines.slice(0, most), more: true };
      if (!hasMore) return { lines, more: false };
      // A page that does not move on would be read for ever.
      if (!nextStartTime || nextStartTime === startTime) break;
      [startTime, endTime] = [nextStartTime, nextEndTime ?? endTime];
    }
    return { lines, more: true };
  }
}

/**
 * What the API may be asked to look for: it knows wildcards and patterns, in which `[DEPRECATED]` would be one letter. Lines
 * with the longest plain part of a text are at least those with the text.
 */
function plainPart(text: string): string | undefined {
  const parts = text.match(/[\w ]+/g)?.map((part) => part.trim()) ?? [];
  return parts.reduce((longest, part) => (part.length > longest.length ? part : longest), "") || undefined;
}

/** One line of a running service, or one request to it. */
export interface RuntimeLine {
  readonly id: string;
  readonly at: Date;
  readonly message: string;
}
