import type { ErrorObject, ValidateFunction } from "ajv";
import type { Difference } from "./verdict.ts";

/** How a parsed body differs from what the schema allows, in the words of an operator. */
export function schemaDifferences(schema: ValidateFunction, body: unknown): Difference[] {
  if (schema(body)) return [];
  const all = schema.errors ?? [];
  // Where a combination failed, its parts say why; the combination itself adds nothing.
  const telling = all.filter(({ keyword }) => !["if", "allOf"].includes(keyword));
  return (telling.length ? telling : all).map((error) => differenceOf(error, body));
}

function differenceOf(error: ErrorObject, body: unknown): Difference {
  const keys = error.instancePath.split("/").slice(1).map(unescaped);
  const at = `body${keys.map(step).join("")}`;
  const observed = show(keys.reduce<unknown>(inside, body));
  const params: Record<string, unknown> = error.params;
  switch (error.keyword) {
    case "const":
      return { at, observed, expected: show(params.allowedValue) };
    case "enum":
      return { at, observed, expected: `one of ${show(params.allowedValues)}` };
    case "type":
      return { at, observed, expected: `a value of type ${[params.type].flat().join(" or ")}` };
    case "required": {
      const missing = String(params.missingProperty);
      return { at: at + step(missing), observed: "missing", expected: expectedOf(error, missing) };
    }
    case "additionalProperties":
      return { at: at + step(String(params.additionalProperty)), observed: "present", expected: "absent" };
    default:
      return { at, observed, expected: error.message ?? error.keyword };
  }
}

/** A missing property's own schema says best what was expected there. */
function expectedOf({ parentSchema }: ErrorObject, property: string): string {
  const inner = inside(parentSchema?.properties, property);
  if (inner && typeof inner === "object") {
    if ("const" in inner) return show(inner.const);
    if ("enum" in inner) return `one of ${show(inner.enum)}`;
    if ("type" in inner) return `a value of type ${[inner.type].flat().join(" or ")}`;
  }
  return "present";
}

const unescaped = (token: string) => token.replaceAll("~1", "/").replaceAll("~0", "~");

const inside = (value: unknown, key: string): unknown =>
  value !== null && typeof value === "object" ? Reflect.get(value, key) : undefined;

/** One step of a path: `.a`, `[0]`, `["b c"]`. */
function step(key: string): string {
  if (/^\d+$/.test(key)) return `[${key}]`;
  return /^[\p{L}_$][\p{L}\p{N}_$-]*$/u.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}

const show = (value: unknown): string => JSON.stringify(value) ?? "nothing";
