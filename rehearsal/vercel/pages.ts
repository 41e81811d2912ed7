import { z } from "zod";

/** How a list is cut: at most `limit` entries, created before `until` and after `since` (milliseconds). */
export const PageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  since: z.coerce.number().optional(),
  until: z.coerce.number().optional(),
  from: z.coerce.number().optional(),
});

export interface Pagination {
  readonly count: number;
  /** The `until` of the next page; null on the last one. */
  readonly next: number | null;
  readonly prev: number | null;
}

/** One page, newest first. Entries of one millisecond stay on one page, or the next page would skip some of them. */
export function page<T extends { readonly createdAt: number }>(
  entries: Iterable<T>,
  query: z.output<typeof PageQuery>,
): { readonly items: T[]; readonly pagination: Pagination } {
  const until = query.until ?? query.from ?? Number.POSITIVE_INFINITY;
  const all = [...entries]
    .reverse()
    .filter((entry) => entry.createdAt < until && entry.createdAt > (query.since ?? -1))
    .sort((a, b) => b.createdAt - a.createdAt);
  const last = all[query.limit - 1];
  const items = last ? all.filter((entry, at) => at < query.limit || entry.createdAt === last.createdAt) : all;
  const next = items.length < all.length ? (items.at(-1)?.createdAt ?? null) : null;
  return { items, pagination: { count: items.length, next, prev: items[0] ? items[0].createdAt + 1 : null } };
}
