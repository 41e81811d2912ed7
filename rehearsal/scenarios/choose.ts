import { closest } from "fastest-levenshtein";
import type { Chapter } from "../story/scene.ts";
import { story } from "../story/story.ts";
import { chaptersOf } from "./plan.ts";
import { scenarios } from "./scenarios.ts";

export interface Choice {
  readonly chapters: readonly Chapter[];
  /** How many worlds suit it: a second one has work while the first one climbs. */
  readonly worlds: number;
  /** Why nothing can be told. */
  readonly unknown?: string;
}

/** What to tell: the scenarios of these names in their own order, all of them for `all`, the story without any. */
export function choose(names: readonly string[]): Choice {
  if (names.length === 0) return { chapters: [{ steps: story }], worlds: 1 };
  const known = scenarios.map(({ name }) => name);
  const unknown = names.find((name) => name !== "all" && !known.includes(name));
  if (unknown !== undefined) {
    const meant = closest(unknown, [...known, "all"]);
    const why = `there is no scenario ${unknown}. Did you mean ${meant}? --list names all of them`;
    return { chapters: [], worlds: 0, unknown: why };
  }
  const chapters = chaptersOf(scenarios.filter(({ name }) => names.includes("all") || names.includes(name)));
  return { chapters, worlds: Math.min(2, chapters.length) };
}

/** Every scenario with what it shows: lines for people, or JSON. */
export function listed(json: boolean): string {
  const all = scenarios.map(({ name, summary }) => ({ name, summary }));
  if (json) return `${JSON.stringify(all, null, 2)}\n`;
  const width = Math.max(...all.map(({ name }) => name.length));
  return all.map(({ name, summary }) => `${name.padEnd(width)}  ${summary}\n`).join("");
}
