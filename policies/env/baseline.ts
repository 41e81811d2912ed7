import { z } from "zod";

const Literal = z.union([z.string(), z.number(), z.boolean()]);

/** What a baseline (`cutover:baseline`) expects of one variable. */
const Expectation = z.union([
  z.enum(["text", "url", "boolean", "integer", "secret"]),
  z.strictObject({ is: Literal }),
  z.strictObject({ oneOf: z.array(z.string()).min(1) }),
  z.strictObject({ min: z.number(), max: z.number() }),
  z.strictObject({ output: z.string() }),
]);
export type Expectation = z.output<typeof Expectation>;

const Group = z.record(z.string(), Expectation);
const Side = z.strictObject({
  required: Group.default({}),
  alternatives: z.array(Group).default([]),
  together: z.record(z.string(), Group).default({}),
  optional: Group.default({}),
  forbidden: z.array(z.string()).default([]),
});
export type SideBaseline = z.output<typeof Side>;

const Baseline = z.strictObject({ backend: Side.optional(), frontend: Side.optional() });

type Parsed = ReturnType<typeof Baseline.safeParse>;

/** Read once, as rules ask for each variable of each service. */
const parsed = new WeakMap<object, Parsed>();

/** One side of a stack's baseline; undefined where it has none. Throws where it cannot be read: the rule then failed. */
export function baselineOf(found: unknown, side: "backend" | "frontend"): SideBaseline | undefined {
  if (found === undefined) return undefined;
  const { success, data } = parsedOnce(found);
  if (!success) throw new TypeError("cutover:baseline cannot be read; see npx cutover config check");
  return data[side];
}

function parsedOnce(found: unknown): Parsed {
  if (typeof found !== "object" || found === null) return Baseline.safeParse(found);
  const known = parsed.get(found) ?? Baseline.safeParse(found);
  parsed.set(found, known);
  return known;
}

/** What a baseline expects of one variable, wherever it names it; undefined where it does not, or forbids it. */
export function expectationOf(baseline: SideBaseline, variable: string): Expectation | undefined {
  const known = expectations.get(baseline) ?? new Map(expectationsOf(baseline));
  expectations.set(baseline, known);
  return known.get(variable);
}

const expectations = new WeakMap<SideBaseline, ReadonlyMap<string, Expectation>>();

/** All variables that a baseline names and does not forbid, each with what is expected of it. */
export const expectationsOf = ({ required, alternatives, together, optional }: SideBaseline): [string, Expectation][] =>
  [required, ...alternatives, ...Object.values(together), optional].flatMap((group) => Object.entries(group));

/** Completes "…; expected". */
export function wordsOf(expectation: Expectation): string {
  if (typeof expectation === "string") return WORDS[expectation];
  if ("is" in expectation) return String(expectation.is);
  if ("oneOf" in expectation) return `one of ${expectation.oneOf.join(", ")}`;
  if ("min" in expectation) return `a whole number from ${expectation.min} to ${expectation.max}`;
  return `{ output: ${expectation.output} }`;
}

const WORDS = {
  text: "a text that is not empty",
  url: "an address such as https://host",
  boolean: "true or false",
  integer: "a whole number",
  secret: "a secret",
} as const;

/** Whether a value is as expected. Where a value comes from cannot be seen in it: `secret` and `output` take any text. */
export function fits(expectation: Expectation, value: string): boolean {
  if (typeof expectation === "string") return FITS[expectation](value);
  if ("is" in expectation) return value === String(expectation.is);
  if ("oneOf" in expectation) return expectation.oneOf.includes(value);
  if ("min" in expectation)
    return isInteger(value) && Number(value) >= expectation.min && Number(value) <= expectation.max;
  return value !== "";
}

const isInteger = (value: string) => /^-?\d+$/.test(value) && Number.isSafeInteger(Number(value));

const FITS: Readonly<Record<keyof typeof WORDS, (value: string) => boolean>> = {
  text: (value) => value.trim() !== "",
  url: (value) => /^[a-z][a-z0-9+.-]*:\/\/[^\s/]/i.test(value) && URL.canParse(value),
  boolean: (value) => value === "true" || value === "false",
  integer: isInteger,
  secret: (value) => value.trim() !== "",
};

/** A value that fits, to be put in its place; undefined where only the operator has one. */
export function exampleOf(expectation: Expectation): string | undefined {
  if (expectation === "boolean") return "false";
  if (expectation === "integer") return "1";
  if (typeof expectation === "string" || "output" in expectation) return undefined;
  if ("is" in expectation) return String(expectation.is);
  return "oneOf" in expectation ? expectation.oneOf[0] : String(expectation.min);
}
