import type { LogAnswer, LogQuery } from "../../checks/gates/sources.ts";
import { remoteText } from "../../checks/remote-text.ts";
import type { Site } from "../site/site.ts";

type Lines = Awaited<ReturnType<Site["logs"]>>;
const shown = 20;

/** What production deployments logged. A window is read once, whoever asks: Vercel has no search in it. */
export class VercelLogs {
  readonly #site: Pick<Site, "logs">;
  readonly #read = new Map<string, Promise<Lines>>();

  constructor(site: Pick<Site, "logs">) {
    this.#site = site;
  }

  async matching({ from, to, text }: LogQuery, signal: AbortSignal): Promise<LogAnswer> {
    const all = await this.#lines(from, to, signal);
    const lines = all.filter(({ message }) => text.some((one) => message.includes(one)));
    const oldest = lines.toSorted((one, other) => one.at.getTime() - other.at.getTime()).slice(0, shown);
    return { count: lines.length, lines: oldest.map(({ message }) => remoteText(message)) };
  }

  #lines(from: Date, to: Date, signal: AbortSignal): Promise<Lines> {
    const key = `${from.getTime()} ${to.getTime()}`;
    const known = this.#read.get(key);
    if (known) return known;
    const lines = this.#site.logs({ from, to }, signal);
    this.#read.set(key, lines);
    lines.catch(() => this.#read.delete(key));
    return lines;
  }
}
