import { z } from "zod";
import type { Asker } from "./limiter.ts";
import type { Question, Transport } from "./transport.ts";

/** The most that one page may hold. */
export const PAGE_SIZE = 100;

/** A list of the API: each entry is the item under its noun (`{ envVar: … }`), and the cursor that leads past it. */
export interface List<Entry extends { cursor: string }> {
  readonly path: string;
  readonly query?: Question<unknown>["query"];
  readonly entry: z.ZodType<Entry>;
}

/** All entries, page by page; the next page follows the last entry's cursor, and a short page is the last. */
export async function allPages<Entry extends { cursor: string }>(
  transport: Transport,
  list: List<Entry>,
  asker?: Asker,
): Promise<Entry[]> {
  const entries: Entry[] = [];
  let cursor: string | undefined;
  for (;;) {
    const page = await onePage(transport, list, { limit: PAGE_SIZE, cursor }, asker);
    entries.push(...page);
    const next = page.at(-1)?.cursor;
    // A cursor that does not move on would be followed for ever.
    if (page.length < PAGE_SIZE || next === cursor) return entries;
    cursor = next;
  }
}

/** The first entries (`limit` 1 to 100), or those after a cursor. */
export async function onePage<Entry extends { cursor: string }>(
  transport: Transport,
  list: List<Entry>,
  part: { readonly limit: number; readonly cursor?: string | undefined },
  asker?: Asker,
): Promise<Entry[]> {
  const query = { ...list.query, limit: part.limit, cursor: part.cursor };
  const question = { method: "GET", path: list.path, query, answer: z.array(list.entry).nullable() } as const;
  // An empty list may come as null, as it does for some nouns.
  return (await transport.ask(question, asker)) ?? [];
}
