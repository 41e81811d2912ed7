import { isRecord, Secret, Unknown, type Wire, type WireRecord } from "./wire.ts";

/**
 * Where the secrets of a value are: `true` for a secret value, else by key, or by index. For an array `any` is the union
 * over its elements, because a vendor may return them in another order.
 */
type Mask =
  | true
  | { readonly keys: ReadonlyMap<string, Mask> }
  | { readonly items: readonly (Mask | undefined)[]; readonly any: Mask };

/** The value without its secret wrappers; unknown and foreign values stay. */
export function reveal(value: Wire): Wire {
  if (value instanceof Secret) return reveal(value.value);
  if (Array.isArray(value)) return value.map(reveal);
  if (isRecord(value)) return revealAll(value as WireRecord);
  return value;
}

/** `reveal` for a whole set of properties. */
export function revealAll(properties: WireRecord): WireRecord {
  return Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, reveal(value)]));
}

/** Whether any value at any depth is secret. */
export function holdsSecret(properties: WireRecord): boolean {
  return maskOf(properties) !== undefined;
}

/** What is to be marked secret in a set of properties, beyond what is marked in them already. */
export interface Marking {
  /** Values whose secret parts are secret in the result too, at the same paths. */
  readonly like?: readonly WireRecord[];
  /** Top-level names that are secret whatever the caller passed; of a record or array, each value by itself. */
  readonly named?: readonly string[];
  /** The result is `like` itself after parsing: array elements keep their places. Default false. */
  readonly sameOrder?: boolean;
}

/**
 * Wraps what must be secret. Nothing that arrived secret leaves in clear: where the shape at a path differs from the one
 * that had secrets inside, the whole value becomes secret.
 */
export function markSecrets(properties: { readonly [key: string]: unknown }, marking: Marking): WireRecord {
  const marked = Object.entries(properties)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]): [string, Wire] => {
      const masks = (marking.like ?? [])
        .map((record) => maskOf(record[key] ?? null))
        .filter((mask) => mask !== undefined);
      const masked = masks.reduce<Wire>((found, mask) => apply(mask, found, marking.sameOrder ?? false), value as Wire);
      return [key, marking.named?.includes(key) ? wrapEach(masked) : masked];
    });
  return Object.fromEntries(marked);
}

function wrapEach(value: Wire): Wire {
  if (Array.isArray(value)) return value.map((item) => new Secret(item ?? null));
  if (!isRecord(value)) return new Secret(value);
  const entries = Object.entries(value as WireRecord).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries.map(([key, item]) => [key, new Secret(item)]));
}

function maskOf(value: Wire): Mask | undefined {
  if (value instanceof Secret) return true;
  if (Array.isArray(value)) {
    const items = value.map(maskOf);
    const any = items.reduce(union, undefined);
    return any && { items, any };
  }
  if (!isRecord(value)) return undefined;
  const keys = new Map<string, Mask>();
  for (const [key, item] of Object.entries(value as WireRecord)) {
    const mask = maskOf(item);
    if (mask) keys.set(key, mask);
  }
  return keys.size > 0 ? { keys } : undefined;
}

function union(one: Mask | undefined, other: Mask | undefined): Mask | undefined {
  if (!one || !other) return one ?? other;
  if (one === true || other === true) return true;
  if ("keys" in one && "keys" in other) {
    const keys = new Map(one.keys);
    for (const [key, mask] of other.keys) keys.set(key, union(keys.get(key), mask) ?? mask);
    return { keys };
  }
  if ("items" in one && "items" in other) {
    const any = union(one.any, other.any) ?? true;
    return { items: [], any };
  }
  return true;
}

function apply(mask: Mask, value: Wire, sameOrder: boolean): Wire {
  if (value instanceof Secret || value === undefined) return value;
  if (mask === true || value instanceof Unknown) return new Secret(value);
  if (Array.isArray(value) && "items" in mask) {
    const { items, any } = mask;
    const placed = sameOrder && items.length === value.length;
    return value.map((item: Wire, index) => {
      const own = placed ? items[index] : any;
      return own ? apply(own, item, sameOrder) : item;
    });
  }
  if (isRecord(value) && "keys" in mask) {
    const { keys } = mask;
    return Object.fromEntries(
      Object.entries(value as WireRecord).map(([key, item]) => {
        const own = keys.get(key);
        return [key, own ? apply(own, item, sameOrder) : item];
      }),
    );
  }
  return value === null ? value : new Secret(value);
}
