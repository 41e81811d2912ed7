import type { Call } from "../core.ts";

/** One page of a list, with GitHub's `Link` header. `most` is what `per_page` may be at most. */
export function page<T>(c: Call, all: readonly T[], { usual = 30, most = 100 } = {}): T[] {
  const size = Math.min(positive(c.req.query("per_page")) ?? usual, most);
  const at = positive(c.req.query("page")) ?? 1;
  const last = Math.max(1, Math.ceil(all.length / size));
  const links = [
    ...(at > 1 ? [link(c, Math.min(at - 1, last), "prev")] : []),
    ...(at < last ? [link(c, at + 1, "next"), link(c, last, "last")] : []),
    ...(at > 1 ? [link(c, 1, "first")] : []),
  ];
  if (links.length > 0) c.header("Link", links.join(", "));
  return all.slice((at - 1) * size, at * size);
}

/** The same under a noun, beside the count of all. */
export function counted<T>(
  c: Call,
  noun: string,
  all: readonly T[],
  sizes?: { usual?: number; most?: number },
): object {
  return { total_count: all.length, [noun]: page(c, all, sizes) };
}

function positive(text: string | undefined): number | undefined {
  const value = Number(text);
  return Number.isInteger(value) && value > 0 ? value : undefined;
}

function link(c: Call, at: number, rel: string): string {
  const { search, pathname } = new URL(c.req.url);
  const query = new URLSearchParams(search);
  query.set("page", String(at));
  const path = pathname.replace(/^\/api\/v3/, "");
  return `<${c.get("base")}${path}?${query}>; rel="${rel}"`;
}
