import { type Plain, type PlainRecord, plain, Unknown } from "../../../policies/unknown.ts";
import fc from "../../support/property.ts";

/** Values that nobody expects, and such as rules look for, at a place where they do not look for them. */
const words = [
  ...[
    "",
    " ",
    "\n",
    "*",
    "null",
    "undefined",
    "true",
    "0",
    "-1",
    "NaN",
    "1e999",
    "__proto__",
    "constructor",
    "toString",
  ],
  ...["*/0 * * * *", "* * * * *", "60 25 32 13 8", "0 0 30 2 *", "@daily", "0.0.0.0/0", "::/0", "999.0.0.0/33", "1/0"],
  ...["https://", "https://a:b@c", "http://[::1", "//", "HTTPS://APP.EXAMPLE", "redis://", "postgres://u@h:99999/d"],
  ...["20.x", "v20", ">=18 <23", "lts/*", "2026-99-99", "2026-11-21T00:00:00Z", "PT0S", "P", "sha256:", "a@b@c:d"],
  ...["a && b", "$(c)", "`d`", "'e", '"f', "X= y", "--password", "--", "\u0000", "\ud800", "é", "x".repeat(300)],
] as const;
const names = ["__proto__", "constructor", "toString", "length", "a", "DEV_MODE", "REDIS_URL", "percent", ""] as const;

const leaf: fc.Arbitrary<Plain> = fc.oneof(
  fc.constantFrom<Plain>(null, true, false, 0, -1, 1.5, 1e300, Number.NaN, Number.POSITIVE_INFINITY),
  fc.constant(new Unknown("it is made up for a test")),
  fc.constantFrom<Plain>(...words),
  fc.string({ unit: "binary", maxLength: 30 }),
  fc.double(),
);

/** Not `toString`: of a map that has one in a text's place, `String()` throws, and the rule tells that it failed. */
const key = fc.oneof(
  fc.constantFrom<string>(...names.filter((name) => name !== "toString")),
  fc.string({ maxLength: 8 }).filter((name) => name !== "toString" && name !== "valueOf"),
);

/** Anything that can be plain. */
export const anything: fc.Arbitrary<Plain> = fc
  .letrec<{ value: Plain }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3, depthSize: "small" },
      leaf,
      fc.array(tie("value"), { maxLength: 4 }),
      fc.dictionary(key, tie("value"), { maxKeys: 4 }),
    ),
  }))
  .value.map(plain);

/** What somebody, or a vendor's new version, does to data: another value at some place, or none, or one beside it. */
export interface Edit {
  readonly place: number;
  readonly how: "replace" | "remove" | "add";
  readonly name: string;
  readonly value: Plain;
}

export const edits: fc.Arbitrary<readonly Edit[]> = fc.array(
  fc.record({
    place: fc.nat(),
    how: fc.constantFrom("replace", "replace", "remove", "add"),
    name: fc.constantFrom<string>(...names),
    value: anything,
  }),
  { maxLength: 8 },
);

type Path = readonly (string | number)[];

/** A copy of the data with edits in it; the places are all there are, at any depth. */
export function withEdits<Data extends Plain>(data: Data, all: readonly Edit[]): Data {
  const places = placesOf(data);
  return all.reduce<Data>((edited, { place, ...edit }) => {
    const path = places[place % places.length] ?? [];
    return editedAt(edited, path, edit) as Data;
  }, data);
}

const isBranch = (value: Plain): value is readonly Plain[] | PlainRecord =>
  typeof value === "object" && value !== null && !(value instanceof Unknown);

function placesOf(value: Plain, path: Path = []): Path[] {
  if (!isBranch(value)) return [path];
  const inner = Array.isArray(value)
    ? value.flatMap((item: Plain, index) => placesOf(item, [...path, index]))
    : Object.entries(value).flatMap(([key, item]) => placesOf(item, [...path, key]));
  return path.length === 0 ? inner : [path, ...inner];
}

/** A place that an edit before has taken away stays as it is. */
function editedAt(value: Plain, [first, ...rest]: Path, edit: Omit<Edit, "place">): Plain {
  if (first === undefined || !isBranch(value)) return value;
  const { how, name, value: other } = edit;
  if (Array.isArray(value)) {
    const items: readonly Plain[] = value;
    if (rest.length > 0) return items.map((item, index) => (index === first ? editedAt(item, rest, edit) : item));
    if (how === "add") return [...items, other];
    return items.flatMap((item, index) => (index !== first ? [item] : how === "remove" ? [] : [other]));
  }
  const entries = Object.entries(value as PlainRecord);
  if (rest.length === 0 && how === "add") return Object.fromEntries([...entries, [name, other]]);
  return Object.fromEntries(
    entries.flatMap(([key, item]) => {
      if (key !== first) return [[key, item]];
      if (rest.length > 0) return [[key, editedAt(item, rest, edit)]];
      return how === "remove" ? [] : [[key, other]];
    }),
  );
}

/** A copy of the data with other texts in the places of texts; none at a path that `except` finds. */
export function withTexts<Data extends Plain>(
  data: Data,
  all: readonly { readonly place: number; readonly text: string }[],
  except: RegExp,
): Data {
  const isText = (path: Path) =>
    typeof path.reduce<unknown>((at, key) => Reflect.get(Object(at), key), data) === "string";
  const places = placesOf(data).filter((path) => isText(path) && !except.test(path.join(".")));
  return all.reduce<Data>((edited, { place, text }) => {
    const edit = { how: "replace", name: "", value: text } as const;
    return editedAt(edited, places[place % places.length] ?? [], edit) as Data;
  }, data);
}
