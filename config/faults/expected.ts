import { distance } from "fastest-levenshtein";
import type { SchemaNode } from "./schema-node.ts";

const MOST_LISTED = 12;

/** What the schema allows, as the end of the sentence "… is X; expected …". */
export function expectedOf(node: SchemaNode | undefined, value: unknown): string {
  if (!node) return "another value";
  if (node.const !== undefined) return JSON.stringify(node.const);
  if (node.enum) return oneOf(node.enum.map(String), value);
  if (node.type === "integer") return `a whole number from ${node.minimum} to ${node.maximum}`;
  if (node.patternErrorMessage) return node.patternErrorMessage.replace(/^expected /, "");
  if (node.type === "boolean") return "true or false";
  if (node.type === "array") return node.minItems ? `a list of at least ${node.minItems}` : "a list";
  if (node.type === "object") return node.required?.length ? `a map with ${node.required.join(", ")}` : "a map";
  return (node.minLength ?? 0) > 1 ? `a text of at least ${node.minLength} characters` : "a text that is not empty";
}

/** The allowed names; of very many, the ones most like `value`. */
export function oneOf(names: readonly string[], value: unknown): string {
  if (names.length <= MOST_LISTED) return `one of ${names.join(", ")}`;
  return `one of ${names.length} names, the nearest being ${byDistance(names, String(value)).slice(0, 3).join(", ")}`;
}

/** The name most like `word`, or undefined when none is like it: more than a third of the letters differ. */
export function nearest(names: readonly string[], word: string): string | undefined {
  const [best] = byDistance(names, word);
  return best !== undefined && distance(fold(best), fold(word)) <= Math.max(2, word.length / 3) ? best : undefined;
}

function byDistance(names: readonly string[], word: string): string[] {
  return [...names].sort((a, b) => distance(fold(a), fold(word)) - distance(fold(b), fold(word)));
}

/** Case and word separators are the commonest slips: `build_command` for `buildCommand`. */
function fold(name: string): string {
  return name.toLowerCase().replace(/[_\s-]/g, "");
}
