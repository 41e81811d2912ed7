import { z } from "zod";
import type { Step } from "./path.ts";
import { unwrap } from "./shape.ts";
import { Foreign, isRecord, Unknown, type Wire, type WireRecord } from "./wire.ts";

/** One fault that a schema found, with the path of the value it is about. */
export interface Issue {
  readonly path: readonly Step[];
  readonly message: string;
  /** Keys that the schema does not know, for a suggestion. */
  readonly unrecognized?: { readonly keys: readonly string[]; readonly known: readonly string[] };
}

export interface Parsed {
  /** The parsed value, defaults applied; where a value is unknown or at fault, what was given. */
  readonly value: Wire | undefined;
  readonly issues: readonly Issue[];
}

/**
 * Parses inputs by their schema although parts of them may be unknown: an unknown value passes wherever it stands,
 * defaults apply around it, and all other faults are found at once. Rules over a whole object or a transform are left to
 * the update when something inside is unknown. `value` holds no secrets.
 */
export function parseInputs(schema: z.ZodType, value: Wire | undefined): Parsed {
  return walk(schema as z.core.$ZodType, value);
}

function walk(wrapped: z.core.$ZodType, value: Wire | undefined): Parsed {
  if (value instanceof Unknown) return { value, issues: [] };
  if (!hasUntyped(value)) return parseKnown(wrapped, value);
  const schema = unwrap(wrapped, "in");
  if (value instanceof Foreign) return parseForeign(schema, value);
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case "object":
      return isRecord(value) ? walkObject(def, value as WireRecord) : parseKnown(schema, value);
    case "record":
      return isRecord(value) ? walkRecord(def, value as WireRecord) : parseKnown(schema, value);
    case "array":
      return Array.isArray(value) ? walkArray(def, value) : parseKnown(schema, value);
    case "tuple":
      return Array.isArray(value) ? walkTuple(def, value) : parseKnown(schema, value);
    case "union":
      return walkUnion(schema, def, value);
    case "intersection":
      return walkIntersection(def, value);
    case "any":
    case "unknown":
    case "custom":
      return { value, issues: [] };
    default:
      return parseKnown(schema, value);
  }
}

/** Whether something inside is unknown or foreign, so that zod cannot be asked about the whole. */
function hasUntyped(value: unknown): boolean {
  if (value instanceof Unknown || value instanceof Foreign) return true;
  if (Array.isArray(value)) return value.some(hasUntyped);
  return isRecord(value) && Object.values(value).some(hasUntyped);
}

function parseKnown(schema: z.core.$ZodType, value: Wire | undefined): Parsed {
  const result = z.safeParse(schema, value, { reportInput: false });
  if (result.success) return { value: result.data as Wire, issues: [] };
  return { value, issues: result.error.issues.map((issue) => plainIssue(issue, schema)) };
}

function plainIssue(issue: z.core.$ZodIssue, schema: z.core.$ZodType): Issue {
  const path = issue.path.filter((step) => typeof step !== "symbol");
  if (issue.code !== "unrecognized_keys") return { path, message: messageOf(issue) };
  return { path, message: issue.message, unrecognized: { keys: issue.keys, known: keysAt(schema, path) } };
}

/** The alternative of a union that came closest says more than "invalid input". */
function messageOf(issue: z.core.$ZodIssue): string {
  if (issue.code !== "invalid_union" || issue.errors.length === 0) return issue.message;
  const alternatives = issue.errors.map((issues) =>
    issues.map((inner) => [inner.path.join("."), messageOf(inner)].filter(Boolean).join(": ")).join(", "),
  );
  return [...new Set(alternatives)].join("; or ");
}

function keysAt(schema: z.core.$ZodType, path: readonly Step[]): string[] {
  const { def } = (unwrap(schema, "in") as z.core.$ZodTypes)._zod;
  const [step, ...rest] = path;
  switch (def.type) {
    case "object": {
      if (step === undefined) return Object.keys(def.shape);
      const inner = def.shape[step];
      return inner ? keysAt(inner, rest) : [];
    }
    case "record":
      return step === undefined ? [] : keysAt(def.valueType, rest);
    case "array":
      return step === undefined ? [] : keysAt(def.element, rest);
    case "union":
      return [...new Set(def.options.flatMap((option) => keysAt(option, path)))];
    default:
      return [];
  }
}

function parseForeign(schema: z.core.$ZodType, value: Foreign): Parsed {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if (def.type === "any" || def.type === "unknown") return { value, issues: [] };
  if (def.type === "custom" && z.safeParse(schema, value).success) return { value, issues: [] };
  const fix = value.kind === "resource reference" ? "; pass one of its outputs, such as its id" : "; pass its content";
  return { value, issues: [{ path: [], message: `takes no ${value.kind}${fix}` }] };
}

function walkObject(def: z.core.$ZodObjectDef, value: WireRecord): Parsed {
  const parts = Object.entries(def.shape)
    .filter(([key, inner]) => key in value || !mayBeAbsent(inner))
    .map(([key, inner]) =>
      at(key, key in value || inner._zod.optin !== undefined ? walk(inner, value[key]) : parseMissing(inner)),
    );
  const others = Object.keys(value).filter((key) => !(key in def.shape));
  if (def.catchall?._zod.def.type === "never" && others.length > 0) {
    const message = `Unrecognized key${others.length > 1 ? "s" : ""}: ${others.map((key) => `"${key}"`).join(", ")}`;
    const unrecognized = { keys: others, known: Object.keys(def.shape) };
    parts.push({ key: undefined, value: undefined, issues: [{ path: [], message, unrecognized }] });
  } else if (def.catchall) {
    for (const key of others) parts.push(at(key, walk(def.catchall, value[key])));
  }
  return joinRecord(parts);
}

/** Left out without a default: an exactly optional one takes no `undefined` in place of a value. */
function mayBeAbsent(schema: z.core.$ZodType): boolean {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  return def.type === "optional" && def.innerType._zod.optin === undefined;
}

/** A required key must be there even if its schema takes anything. */
function parseMissing(schema: z.core.$ZodType): Parsed {
  const parsed = parseKnown(schema, undefined);
  return parsed.issues.length > 0 ? parsed : { value: undefined, issues: [{ path: [], message: "required" }] };
}

function walkRecord(def: z.core.$ZodRecordDef, value: WireRecord): Parsed {
  return joinRecord(
    Object.entries(value).map(([key, item]) => {
      const name = parseKnown(def.keyType as z.core.$ZodType, key);
      const parsed = at(key, walk(def.valueType as z.core.$ZodType, item));
      return { ...parsed, issues: [...name.issues.map((issue) => ({ ...issue, path: [key] })), ...parsed.issues] };
    }),
  );
}

function walkArray(def: z.core.$ZodArrayDef, value: readonly Wire[]): Parsed {
  const parts = value.map((item, index) => at(index, walk(def.element, item)));
  return {
    value: parts.map((part) => part.value ?? null),
    issues: [...lengthIssues(def.checks, value), ...parts.flatMap((part) => part.issues)],
  };
}

/** An array's length is known even where its elements are not; other rules over it have to wait. */
function lengthIssues(checks: z.core.$ZodCheck<never>[] | undefined, value: readonly Wire[]): Issue[] {
  const ofLength = (checks ?? []).filter((check) => /length/.test(check._zod.def.check));
  const places = value.map(() => null);
  return ofLength.flatMap((check) => {
    const schema = z.array(z.null()).check(check as z.core.$ZodCheck<null[]>);
    return parseKnown(schema, places).issues.map((issue) => ({ ...issue }));
  });
}

function walkTuple(def: z.core.$ZodTupleDef, value: readonly Wire[]): Parsed {
  const parts = value.map((item, index) => {
    const inner = (def.items[index] ?? def.rest ?? z.never()) as z.core.$ZodType;
    return at(index, walk(inner, item));
  });
  const missing = def.items.length - value.length;
  const short: Issue[] = missing > 0 ? [{ path: [], message: `Too few elements: expected ${def.items.length}` }] : [];
  return {
    value: parts.map((part) => part.value ?? null),
    issues: [...short, ...parts.flatMap((part) => part.issues)],
  };
}

function walkUnion(schema: z.core.$ZodType, def: z.core.$ZodUnionDef, value: Wire | undefined): Parsed {
  const tried = def.options.map((option) => walk(option as z.core.$ZodType, value));
  const passing = tried.find(({ issues }) => issues.length === 0);
  if (passing) return passing;
  const discriminator = "discriminator" in def ? String(def.discriminator) : undefined;
  const chosen =
    discriminator && tried.filter(({ issues }) => !issues.some((issue) => issue.path[0] === discriminator));
  const closest = (chosen && chosen.length > 0 ? chosen : tried).toSorted(
    (one, other) => one.issues.length - other.issues.length,
  )[0];
  return closest ?? parseKnown(schema, value);
}

function walkIntersection(def: z.core.$ZodIntersectionDef, value: Wire | undefined): Parsed {
  const left = walk(def.left as z.core.$ZodType, value);
  const right = walk(def.right as z.core.$ZodType, value);
  const merged = isRecord(left.value) && isRecord(right.value) ? { ...left.value, ...right.value } : left.value;
  return { value: merged as Wire, issues: [...left.issues, ...right.issues] };
}

interface Part extends Parsed {
  readonly key: Step | undefined;
}

function at(key: Step, { value, issues }: Parsed): Part {
  return { key, value, issues: issues.map((issue) => ({ ...issue, path: [key, ...issue.path] })) };
}

function joinRecord(parts: readonly Part[]): Parsed {
  const entries = parts.filter(({ key, value }) => key !== undefined && value !== undefined);
  return {
    value: Object.fromEntries(entries.map(({ key, value }) => [String(key), value as Wire])),
    issues: parts.flatMap(({ issues }) => issues),
  };
}
