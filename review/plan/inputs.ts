import { segmentsOf } from "../../judgement/key-path.ts";
import { PLACEHOLDERS } from "../../policies/unknown.ts";

/** The key by which the engine marks values of its own, and what stands there for a secret or for a provider's output. */
const MARK = "4dabf18193072939515e22adb298388d";
const SECRET_VALUE = "1b47061264138c4ac30d75fd1eb44270";
const OUTPUT_VALUE = "d0e6a833031e9bbcd3f4e8bde6ca49a4";

/** Stand for what a plan does not show. */
export const SECRET = "[secret]";
export const UNKNOWN = "[unknown]";

/** Inputs as an event has them, as plain data with sorted keys: the same value always has the same text. */
export function canonical(value: unknown): unknown {
  if (PLACEHOLDERS.has(value)) return UNKNOWN;
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== "object" || value === null) return value;
  const mark: unknown = Reflect.get(value, MARK);
  if (mark === SECRET_VALUE) return SECRET;
  if (mark === OUTPUT_VALUE) return outputValue(value);
  const members = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(members.sort(byName).map(([key, inner]) => [key, canonical(inner)]));
}

function outputValue(output: object): unknown {
  if (Reflect.get(output, "secret") === true) return SECRET;
  return "value" in output ? canonical(output.value) : UNKNOWN;
}

const byName = ([a]: [string, unknown], [b]: [string, unknown]) => (a < b ? -1 : Number(a > b));

/** Where canonical inputs are not known yet: `/triggers/0`. */
export function unknownsIn(inputs: unknown): string[] {
  const found: string[] = [];
  mapped(inputs, (value, path) => {
    if (value === UNKNOWN) found.push(path);
    return value;
  });
  return found;
}

/** Canonical inputs with these places made unknown again. */
export const asUnknown = (inputs: unknown, places: ReadonlySet<string>): unknown =>
  places.size === 0 ? inputs : mapped(inputs, (value, path) => (places.has(path) ? UNKNOWN : value));

function mapped(value: unknown, of: (value: unknown, path: string) => unknown, path = ""): unknown {
  const own = of(value, path);
  if (Array.isArray(own)) return own.map((inner, index) => mapped(inner, of, `${path}/${index}`));
  if (typeof own !== "object" || own === null) return own;
  const at = (key: string) => `${path}/${key.replaceAll("/", "~1")}`;
  return Object.fromEntries(Object.entries(own).map(([key, inner]) => [key, mapped(inner, of, at(key))]));
}

/** The value at a path as the engine writes it: `env.A`, `list[0]`, `meta["a.b"]`; undefined where there is none. */
export function valueAt(value: unknown, path: string): unknown {
  let at = value;
  for (const segment of segmentsOf(path)) {
    // Everything inside of a secret is one.
    if (at === SECRET || at === UNKNOWN) return at;
    if (typeof at !== "object" || at === null) return undefined;
    at = Reflect.get(at, segment);
  }
  return at;
}
