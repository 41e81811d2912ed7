import { isRecord, Unknown, type Wire } from "./wire.ts";

/** Thrown where a resource's own rule looks into a value that only the update will know. */
class UnknownTouched extends Error {}

const stands = new WeakSet<object>();

/** Whether a value is unknown yet: true only in previews. Rules that can judge around an unknown value ask this first. */
export function isUnknown(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return stands.has(value) || value instanceof Unknown;
}

/**
 * Runs a rule of a resource's author, to whom unknown values look like ordinary ones, and gives it up for `otherwise`
 * as soon as it looks into an unknown one: it can be judged when the update knows the value.
 */
export async function judge<Result>(
  rule: (known: <Value>(value: Wire | undefined) => Value) => Promise<Result> | Result,
  otherwise: Result,
): Promise<Result> {
  try {
    return await rule(<Value>(value: Wire | undefined) => guard(value) as Value);
  } catch (error) {
    if (error instanceof UnknownTouched) return otherwise;
    throw error;
  }
}

function guard(value: unknown): unknown {
  if (value instanceof Unknown) return untouchable();
  if (Array.isArray(value)) return value.map(guard);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, guard(item)]));
}

function untouchable(): object {
  const refuse = (): never => {
    throw new UnknownTouched("this value is unknown until the update");
  };
  // A promise's own look-up of `then` must not count as a look into the value.
  const get = (_target: object, key: string | symbol): undefined => (key === "then" ? undefined : refuse());
  const stand = new Proxy({}, { get, has: refuse, ownKeys: refuse, getPrototypeOf: refuse });
  stands.add(stand);
  return stand;
}
