import type { ConfigSchema } from "../kinds.ts";
import { nearest } from "./expected.ts";
import type { Fault, Subject } from "./fault.ts";
import type { Mask } from "./mask.ts";
import type { Path } from "./property-path.ts";
import { inTurn, removeCommand, type Scalar, secretCommand, setCommand } from "./pulumi-command.ts";
import { nodeAt, type SchemaNode, valueAt } from "./schema-node.ts";

/** What is judged: all sections by name, whose they are, and what must not be shown. */
export interface Judged {
  readonly sections: Readonly<Record<string, unknown>>;
  /** The same, with the likeliest kind where the one given is unknown: what tells which keys may be there. */
  readonly assumed: Readonly<Record<string, unknown>>;
  readonly subject: Subject;
  readonly schema: ConfigSchema;
  readonly mask: Mask;
}

/** Puts a fault together; the place is always told in the same way. */
export function faultAt(path: Path, judged: Judged, fault: Pick<Fault, "code" | "what" | "fix">): Fault {
  const written = judged.mask.path(path);
  return { code: fault.code, path: written, what: fault.what, where: place(written, judged.subject), fix: fault.fix };
}

/** The command that gives the key at `path` a valid value, close to the one it has. */
export function fixValue(path: Path, judged: Judged, suggestion?: Scalar): string {
  const { sections, assumed, subject, schema, mask } = judged;
  if (!mask.canName(path)) return fixByHand(path, judged);
  if (path[0] === "secrets" && path.length > 1) return secretCommand(String(path[1]), subject.stack);

  const node = nodeAt(path, assumed, schema);
  const value = valueAt(path, sections);
  const safe = suggestion !== undefined && !mask.hides(suggestion, path) ? suggestion : undefined;
  const scalar = safe ?? suggested(node, mask.hides(value, path) ? undefined : value);
  const commands =
    scalar !== undefined
      ? [setCommand(path, scalar, subject.stack)]
      : requiredValues(path, node).map(([key, example]) => setCommand(key, example, subject.stack));
  const clear = commands.length === 0 || isInTheWay(value, scalar);
  // Taking an item out moves those behind it to its place.
  if (clear && commands.length > 0 && typeof path.at(-1) === "number") return fixByHand(path, judged);
  return inTurn(...(clear ? [removeCommand(path, subject.stack)] : []), ...commands);
}

/** Pulumi does not put a map where a value stands or the other way round, and keeps a text a text. */
function isInTheWay(value: unknown, scalar: Scalar | undefined): boolean {
  if (value === undefined || value === null) return false;
  if (scalar === undefined) return typeof value !== "object";
  return typeof value === "object" || (typeof value === "string" && typeof scalar !== "string");
}

/** The command that takes the key at `path` out. */
export function fixByRemoval(path: Path, judged: Judged): string {
  const { subject, mask } = judged;
  return mask.canName(path) ? removeCommand(path, subject.stack) : fixByHand(path, judged);
}

/** Where no command can tell what was meant. */
export function fixByHand(path: Path, { subject, mask }: Judged): string {
  return `edit ${mask.path(path)} in ${subject.file}`;
}

/** A valid value for a scalar key: the one nearest to what is there, else its default or example. */
export function suggested(node: SchemaNode | undefined, value: unknown): Scalar | undefined {
  if (!node) return undefined;
  if (node.const !== undefined) return node.const;
  const preset = [...(node.examples ?? []), node.default, node.enum?.[0]].find(isScalar);
  if (node.enum) return nearest(node.enum.map(String), String(value)) ?? preset;
  if (node.anyOf && typeof value === "string") {
    const words = node.anyOf.flatMap((variant) => (variant.enum ?? []).map(String));
    return nearest(words, value) ?? preset;
  }
  if (node.type === "integer") return integerIn(node, value) ?? preset ?? node.minimum;
  if (node.type === "string" && (typeof value === "number" || typeof value === "boolean")) {
    return node.patternErrorMessage ? preset : String(value);
  }
  return preset;
}

function integerIn({ minimum = 0, maximum = 0 }: SchemaNode, value: unknown): number | undefined {
  const number = typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value;
  return typeof number === "number" && Number.isInteger(number) && number >= minimum && number <= maximum
    ? number
    : undefined;
}

/** Every value that must be there for `node` to be whole, each with its example. */
function requiredValues(path: Path, node: SchemaNode | undefined): [Path, Scalar][] {
  if (!node || typeof node.default === "object") return [];
  const kind = node.oneOf?.[0] ?? node;
  if (kind.type === "array")
    return kind.minItems || kind.items?.type === "string" ? requiredValues([...path, 0], kind.items) : [];
  if (kind.type === "object") {
    return (kind.required ?? []).flatMap((key) => requiredValues([...path, key], kind.properties?.[key]));
  }
  const example = suggested(kind, undefined);
  return example === undefined ? [] : [[path, example]];
}

function place(path: string, { file }: Subject): string {
  return path === "" ? file : `${file} → cutover:${path}`;
}

function isScalar(value: unknown): value is Scalar {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}
