import type { z } from "zod";

type Schema = z.core.$ZodType;

/**
 * The schema inside what only says that a value may be left out, has a default, and the like. Of a pipe, what it takes
 * (`in`), or what it gives (`out`) unless that is made by a function.
 */
export function unwrap(schema: Schema, side: "in" | "out" = "out"): Schema {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case "optional":
    case "nullable":
    case "default":
    case "prefault":
    case "nonoptional":
    case "readonly":
    case "catch":
      return unwrap(def.innerType, side);
    case "pipe":
      return unwrap(
        side === "in" || (def.out as z.core.$ZodTypes)._zod.def.type === "transform" ? def.in : def.out,
        side,
      );
    case "lazy":
      return unwrap(def.getter(), side);
    default:
      return schema;
  }
}

/** The properties of an object schema, those of all parts of a union or intersection included; of others, none. */
export function propertiesOf(schema: Schema): { readonly [key: string]: Schema } {
  const { def } = (unwrap(schema) as z.core.$ZodTypes)._zod;
  if (def.type === "object") return def.shape;
  if (def.type === "union") return Object.assign({}, ...def.options.map((option) => propertiesOf(option)));
  if (def.type === "intersection") return { ...propertiesOf(def.left), ...propertiesOf(def.right) };
  return {};
}
