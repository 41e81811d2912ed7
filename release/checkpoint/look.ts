import { firstLine } from "../../checks/first-line.ts";
import { remoteText } from "../../checks/remote-text.ts";
import type { Author, Evidence, History, Position, RolloutEvent } from "../evidence/evidence.ts";
import { recordedOf } from "../ladder/recorded.ts";
import { realPosition } from "../promotion/real.ts";
import { recordReality } from "../promotion/record-reality.ts";
import type { Reality, Site } from "../site/site.ts";

/** What users get and what is on record, as far as either could be read. */
export interface Seen {
  readonly reality: Reality | undefined;
  readonly history: History | undefined;
  /** The evidence database's time, else this machine's. */
  readonly now: Date;
  /** What users really get, else what is on record. */
  readonly position: Position | undefined;
  /** Recorded just now. */
  readonly noticed: RolloutEvent | undefined;
  /** What could not be reached, each with why. */
  readonly unreached: readonly string[];
}

export interface Sight {
  readonly site: Pick<Site, "reality">;
  readonly evidence: Evidence;
  readonly author: Author;
  readonly signal: AbortSignal;
}

/** Reads both, and records what Vercel shows and the evidence does not hold. Throws for neither. */
export async function look({ site, evidence, author, signal }: Sight): Promise<Seen> {
  const unreached: string[] = [];
  const unless = (what: string) => (error: unknown) => {
    unreached.push(`${what}: ${reasonOf(error)}`);
    return undefined;
  };
  const [reality, first] = await Promise.all([
    site.reality(signal).catch(unless("Vercel")),
    evidence.history().catch(unless("the evidence database")),
  ]);

  let history = first;
  let noticed: RolloutEvent | undefined;
  if (reality && history) {
    noticed = await recordReality(evidence, author, reality, history).catch(unless("the evidence database"));
    if (noticed) history = (await evidence.history().catch(unless("the evidence database"))) ?? history;
  }
  const recorded = history && recordedOf(history.events).position;
  const real = reality && realPosition(reality, recorded);
  return { reality, history, now: history?.now ?? new Date(), position: real ?? recorded, noticed, unreached };
}

/** What went wrong, for people: without the code that the error begins with. */
export const reasonOf = (error: unknown): string =>
  remoteText(firstLine(error).replace(/^[A-Z_]{4,}: /, ""), { longest: 300 });
