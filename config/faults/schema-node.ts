import { z } from "zod";
import type { ConfigSchema } from "../kinds.ts";
import type { Path } from "./property-path.ts";
import type { Scalar } from "./pulumi-command.ts";

/** The part of a JSON Schema that messages are made of. */
export interface SchemaNode {
  readonly type?: string;
  readonly const?: Scalar;
  readonly enum?: readonly Scalar[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly minLength?: number;
  readonly patternErrorMessage?: string;
  readonly title?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: SchemaNode | false;
  readonly items?: SchemaNode;
  readonly oneOf?: readonly SchemaNode[];
  readonly anyOf?: readonly SchemaNode[];
}

const roots = new Map<ConfigSchema, SchemaNode>();

/** The schema as data: JSON Schema is zod's public way to look into one. Made once, at the first fault. */
export function rootNode(schema: ConfigSchema): SchemaNode {
  const root = roots.get(schema) ?? (z.toJSONSchema(schema, { io: "input" }) as SchemaNode);
  roots.set(schema, root);
  return root;
}

/** What the schema says about the value at `path` of `data`, or undefined where it knows no such key. */
export function nodeAt(path: Path, data: unknown, schema: ConfigSchema): SchemaNode | undefined {
  const node = choiceAt(path, data, schema);
  return node && variantFor(node, valueAt(path, data));
}

/** The same where it offers a choice: not yet the variant that the value is. */
function choiceAt(path: Path, data: unknown, schema: ConfigSchema): SchemaNode | undefined {
  let node: SchemaNode | undefined = rootNode(schema);
  let value = data;
  for (const segment of path) {
    if (!node) return undefined;
    node = childOf(variantFor(node, value), segment);
    value = valueAt([segment], value);
  }
  return node;
}

/** Of a choice without a tag (a gate, or a set of them), the position of the variant that the value was meant to be. */
export function likeliestVariant(path: Path, data: unknown, schema: ConfigSchema): number | undefined {
  return knowingMost(choiceAt(path, data, schema)?.anyOf ?? [], valueAt(path, data));
}

/** The value at `path`, or undefined where the data ends before it. */
export function valueAt(path: Path, data: unknown): unknown {
  return path.reduce<unknown>(
    (value, segment) => (isObject(value) && Object.hasOwn(value, segment) ? Reflect.get(value, segment) : undefined),
    data,
  );
}

/** The names of the kinds that the key at `path` tells apart; the likeliest first. Empty where there are none. */
export function kindsAt(path: Path, schema: ConfigSchema): string[] {
  const key = String(path.at(-1));
  const tags = (parentOf(path, undefined, schema)?.oneOf ?? []).map((variant) => variant.properties?.[key] ?? {});
  return [...new Set([...tags.flatMap((tag) => tag.examples ?? []).map(String), ...tags.flatMap(namesOf)])];
}

/** The kinds to which the key at `path` belongs, such as `runtime docker`. Empty where it belongs to none. */
export function kindsWith(path: Path, data: unknown, schema: ConfigSchema): string[] {
  const key = String(path.at(-1));
  const variants = parentOf(path, data, schema)?.oneOf ?? [];
  const tag = tagOf(variants);
  const owners = variants.filter((variant) => Object.hasOwn(variant.properties ?? {}, key));
  return tag === undefined
    ? []
    : owners.map(({ properties }) => `${tag} ${namesOf(properties?.[tag] ?? {}).join(", ")}`);
}

function parentOf(path: Path, data: unknown, schema: ConfigSchema): SchemaNode | undefined {
  const grandparent = nodeAt(path.slice(0, -2), data, schema);
  const parent = path.at(-2);
  return grandparent && parent !== undefined ? childOf(grandparent, parent) : rootNode(schema);
}

function childOf(node: SchemaNode, segment: PropertyKey): SchemaNode | undefined {
  if (typeof segment === "number") return node.items;
  const key = String(segment);
  if (node.properties && Object.hasOwn(node.properties, key)) return node.properties[key];
  const inVariant = node.anyOf?.map((variant) => childOf(variant, segment)).find((child) => child !== undefined);
  return inVariant ?? (node.additionalProperties || undefined);
}

/** The one variant that knows the most of the keys that are there, undefined where none does or two know as many. */
function knowingMost(variants: readonly SchemaNode[], value: unknown): number | undefined {
  const keys = isObject(value) ? Object.keys(value) : [];
  const known = variants.map(({ properties = {} }) => keys.filter((key) => Object.hasOwn(properties, key)).length);
  const most = Math.max(0, ...known);
  const [best, ...others] = known.flatMap((count, index) => (count > 0 && count === most ? [index] : []));
  return others.length > 0 ? undefined : best;
}

/** Of several kinds of the same thing, the one that `value` says it is; the first when it does not say. */
function variantFor(node: SchemaNode, value: unknown): SchemaNode {
  if (node.anyOf) return node.anyOf[knowingMost(node.anyOf, value) ?? -1] ?? node;
  const variants = node.oneOf ?? [];
  const tag = tagOf(variants);
  if (tag === undefined) return node;
  const said = String(valueAt([tag], value));
  return variants.find((variant) => namesOf(variant.properties?.[tag] ?? {}).includes(said)) ?? variants[0] ?? node;
}

/** The key that tells the variants apart: the one with a constant. */
function tagOf(variants: readonly SchemaNode[]): string | undefined {
  return variants
    .flatMap((variant) => Object.entries(variant.properties ?? {}))
    .find(([, property]) => property.const !== undefined)?.[0];
}

function namesOf(tag: SchemaNode): string[] {
  return (tag.enum ?? (tag.const === undefined ? [] : [tag.const])).map(String);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
