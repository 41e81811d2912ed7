import type { Changes } from "./variant.ts";

type Container = Record<string | number, unknown>;

/** A copy of the data with the changes in it; what is missing on the way is made. */
export function edited<Data>(data: Data, changes: Changes = {}): Data {
  const copy = structuredClone(data);
  for (const [path, value] of Object.entries(changes)) {
    const keys = partsOf(path);
    const last = keys.pop() ?? "";
    let at = copy as Container;
    for (const key of keys) {
      if (typeof at[key] !== "object" || at[key] === null) at[key] = {};
      at = at[key] as Container;
    }
    if (value !== undefined) at[last] = value;
    else if (Array.isArray(at)) at.splice(Number(last), 1);
    else delete at[last];
  }
  return copy;
}

/** `a.0."b.c"` → `["a", 0, "b.c"]` */
const partsOf = (path: string): (string | number)[] =>
  [...path.matchAll(/"([^"]+)"|([^."]+)/g)].map(([, quoted, plain = ""]) =>
    quoted !== undefined ? quoted : /^\d+$/.test(plain) ? Number(plain) : plain,
  );
