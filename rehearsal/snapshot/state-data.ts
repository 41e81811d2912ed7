import { z } from "zod";

/** What a state object holds in public fields, by name: as it is saved, and checked when it comes back. */
export const StateData = z.record(z.string(), z.unknown());
export type StateData = z.infer<typeof StateData>;

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
const isHolder = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !isPlain(value) && !isCollection(value);
const isCollection = (value: unknown) => value instanceof Map || value instanceof Set || Array.isArray(value);

/**
 * All that a state object remembers: the data in its public fields, and in those of the objects it is made of (a counter
 * of ids, a log book). What such an object only works with (a clock) is in its private fields and is left out.
 */
export function dataOf(state: object): StateData {
  return Object.fromEntries(
    Object.entries(fieldsOf(state)).map(([name, value]) => [name, isHolder(value) ? dataOf(value) : value]),
  );
}

/** @throws Error where a state object and data do not have the same fields: the data is of another version. */
export function expectFit(state: object, data: StateData): void {
  const own = fieldsOf(state);
  for (const name of new Set([...Object.keys(own), ...Object.keys(data)])) {
    if (!(name in own && name in data)) throw new Error(`${name} is not in both the snapshot and this world`);
    const [to, from] = [own[name], data[name]];
    if (isHolder(to) && isPlain(from)) expectFit(to, from);
    else if (kindOf(to) !== kindOf(from)) throw new Error(`${name} is of another kind in the snapshot`);
  }
}

/**
 * Gives a state object what another one of its kind remembered. Collections keep their identity, so whoever holds one
 * sees the new content.
 * @throws Error where the two do not fit; nothing has changed then
 */
export function fill(state: object, data: StateData): void {
  expectFit(state, data);
  for (const [name, to] of Object.entries(fieldsOf(state))) {
    const from = data[name];
    if (to instanceof Map && from instanceof Map) {
      to.clear();
      for (const [key, value] of from) to.set(key, value);
    } else if (to instanceof Set && from instanceof Set) {
      to.clear();
      for (const value of from) to.add(value);
    } else if (Array.isArray(to) && Array.isArray(from)) to.splice(0, to.length, ...from);
    else if (isHolder(to) && isPlain(from)) fill(to, from);
    else Object.assign(state, { [name]: from });
  }
}

const fieldsOf = (state: object): StateData =>
  Object.fromEntries(Object.entries(state).filter(([, value]) => typeof value !== "function"));

function kindOf(value: unknown): string {
  if (value instanceof Map) return "map";
  if (value instanceof Set) return "set";
  if (Array.isArray(value)) return "list";
  return isHolder(value) ? "parts" : "value";
}
