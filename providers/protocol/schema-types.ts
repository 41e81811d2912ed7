import { z } from "zod";
import { propertiesOf, unwrap } from "./shape.ts";

/** A type as Pulumi's package schema writes it. */
export interface TypeSpec {
  readonly type?: string;
  readonly $ref?: string;
  readonly items?: TypeSpec;
  readonly additionalProperties?: TypeSpec;
  readonly oneOf?: readonly TypeSpec[];
  readonly discriminator?: { readonly propertyName: string };
}

type Schema = z.core.$ZodType;
type Primitive = string | number | boolean;

const anything: TypeSpec = { $ref: "pulumi.json#/Any" };

/** The description of a schema or of what it wraps, from `.describe()` or `.meta()`. */
export function describe(schema: Schema): string | undefined {
  const own = z.globalRegistry.get(schema)?.description;
  if (own !== undefined) return own;
  const { def } = (schema as z.core.$ZodTypes)._zod;
  return "innerType" in def ? describe(def.innerType) : undefined;
}

/** The default of a property, where the schema format can hold it: only of plain values. */
export function defaultOf(schema: Schema): Primitive | undefined {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if (def.type !== "default" && def.type !== "prefault")
    return "innerType" in def ? defaultOf(def.innerType) : undefined;
  return isPrimitive(def.defaultValue) ? def.defaultValue : undefined;
}

/** Objects and enums have names in a package schema; this gives them, and collects their declarations. */
export class SchemaTypes {
  readonly #package: string;
  readonly #tokens = new Map<Schema, string>();
  readonly #declared: { [token: string]: object } = {};

  constructor(name: string) {
    this.#package = name;
  }

  declared(): { readonly [token: string]: object } {
    return this.#declared;
  }

  /** The type of a schema; `names` is where it stands, for the name of a type that is declared here. */
  of(schema: Schema, names: readonly string[]): TypeSpec {
    const inner = unwrap(schema);
    const { def } = (inner as z.core.$ZodTypes)._zod;
    switch (def.type) {
      case "string":
      case "number":
      case "boolean":
      case "template_literal":
        return { type: plainTypeOf(inner) };
      case "enum":
        return this.#enum(inner, names, Object.values(def.entries));
      case "literal":
        return this.#literal(inner, names, def.values);
      case "array":
        return { type: "array", items: this.of(def.element, names) };
      case "tuple":
        return { type: "array", items: this.#oneOf(def.items as readonly Schema[], names) };
      case "record":
        return { type: "object", additionalProperties: this.of(def.valueType as Schema, names) };
      case "object":
      case "intersection":
        return this.#object(inner, names);
      case "union":
        return this.#union(inner, def, names);
      default:
        return anything;
    }
  }

  #object(schema: Schema, names: readonly string[]): TypeSpec {
    return this.#declare(schema, names, () => {
      const entries = Object.entries(propertiesOf(schema));
      const description = describe(schema);
      return {
        type: "object",
        ...(description === undefined ? {} : { description }),
        properties: Object.fromEntries(entries.map(([key, inner]) => [key, this.#property(inner, [...names, key])])),
        required: entries.filter(([, inner]) => inner._zod.optin === undefined).map(([key]) => key),
      };
    });
  }

  #property(schema: Schema, names: readonly string[]): object {
    const description = describe(schema);
    const fallback = defaultOf(schema);
    return {
      ...this.of(schema, names),
      ...(description === undefined ? {} : { description }),
      ...(fallback === undefined ? {} : { default: fallback }),
    };
  }

  #literal(schema: Schema, names: readonly string[], values: readonly unknown[]): TypeSpec {
    const plain = values.filter(isPrimitive);
    if (plain.some((value) => typeof value === "boolean")) return { type: "boolean" };
    return plain.length > 0 ? this.#enum(schema, names, plain) : anything;
  }

  #enum(schema: Schema, names: readonly string[], values: readonly Primitive[]): TypeSpec {
    const type = typeof values[0];
    if (values.some((value) => typeof value !== type)) return anything;
    return this.#declare(schema, names, () => ({ type, enum: values.map((value) => ({ value })) }));
  }

  #union(schema: Schema, def: z.core.$ZodUnionDef, names: readonly string[]): TypeSpec {
    const options = (def.options as readonly Schema[])
      .map((option) => unwrap(option))
      .filter((option) => !isNothing(option));
    const values = options.flatMap(constantsOf);
    if (values.length > 0 && options.every((option) => constantsOf(option).length > 0)) {
      return this.#enum(schema, names, [...new Set(values)]);
    }
    const discriminator = "discriminator" in def ? String(def.discriminator) : undefined;
    const spec = this.#oneOf(options, names, discriminator);
    return discriminator && spec.oneOf ? { ...spec, discriminator: { propertyName: discriminator } } : spec;
  }

  #oneOf(options: readonly Schema[], names: readonly string[], discriminator?: string): TypeSpec {
    const specs = options.map((option, index) => {
      const label = discriminator && constantsOf(propertiesOf(option)[discriminator] ?? option)[0];
      const several = options.length > 1 ? [String(label ?? index + 1)] : [];
      return this.of(option, [...names, ...several]);
    });
    const distinct = [...new Map(specs.map((spec) => [JSON.stringify(spec), spec])).values()];
    const [only] = distinct;
    if (!only || distinct.includes(anything)) return anything;
    return distinct.length === 1 ? only : { oneOf: distinct };
  }

  #declare(schema: Schema, names: readonly string[], spec: () => object): TypeSpec {
    const known = this.#tokens.get(schema);
    if (known) return { $ref: `#/types/${known}` };
    const id = z.globalRegistry.get(schema)?.id;
    const base = `${this.#package}:index:${(id ? [id] : names).map(capitalised).join("")}`;
    let token = base;
    for (let count = 2; token in this.#declared; count++) token = `${base}${count}`;
    this.#tokens.set(schema, token);
    this.#declared[token] = {};
    this.#declared[token] = spec();
    return { $ref: `#/types/${token}` };
  }
}

function plainTypeOf(schema: Schema): string {
  const { type } = z.toJSONSchema(schema, { unrepresentable: "any" });
  return typeof type === "string" ? type : "string";
}

function constantsOf(schema: Schema): Primitive[] {
  const { def } = (unwrap(schema) as z.core.$ZodTypes)._zod;
  if (def.type === "enum") return Object.values(def.entries);
  return def.type === "literal" ? def.values.filter(isPrimitive).filter((value) => typeof value !== "boolean") : [];
}

function isNothing(schema: Schema): boolean {
  return ["null", "undefined", "void", "never"].includes((schema as z.core.$ZodTypes)._zod.def.type);
}

function isPrimitive(value: unknown): value is Primitive {
  return ["string", "number", "boolean"].includes(typeof value);
}

function capitalised(word: string): string {
  const parts = word.split(/[^A-Za-z0-9]+/).filter(Boolean);
  return parts.map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join("");
}
