import { isMap, isNode, isScalar, LineCounter, type Node, parseDocument } from "yaml";
import { type Segment, segmentsOf } from "./key-path.ts";
import type { StackFile } from "./report.ts";

/** A part of a file; lines and columns begin with 1, and the end is behind the last character. */
export interface Region {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Finds keys of the configuration in a stack's file, such as `cutover:origins[0]`; what is not there yet is where it belongs. */
export class Locator {
  readonly #root: unknown;
  readonly #lines = new LineCounter();
  readonly #length: number;

  constructor({ text }: Pick<StackFile, "text">) {
    this.#length = text.length;
    const document = parseDocument(text, { lineCounter: this.#lines, merge: true });
    this.#root = document.errors.length > 0 ? undefined : document.contents;
  }

  /** The value of a key, else the name of the innermost key above it that is there; undefined where none is. */
  regionOf(key: string): Region | undefined {
    let node: unknown = below(this.#root, "config")?.value;
    let deepest: unknown;
    for (const segment of segmentsOf(key)) {
      const found = below(node, segment);
      if (!found) return this.#region(deepest);
      deepest = found.key;
      node = found.value;
    }
    // A whole map would mark half of the file: its name says as much.
    return this.#region(isScalar(node) ? node : deepest);
  }

  #region(node: unknown): Region | undefined {
    if (!isNode(node) || !(node as Node).range) return undefined;
    const [start, end] = (node as Node).range ?? [0, 0];
    const from = this.#lines.linePos(start);
    const to = this.#lines.linePos(Math.min(end, this.#length));
    return { startLine: from.line, startColumn: from.col, endLine: to.line, endColumn: to.col };
  }
}

/** The entry of a map or list, and what names it: its key, or the entry itself. */
function below(node: unknown, segment: Segment): { readonly key: unknown; readonly value: unknown } | undefined {
  if (isMap(node)) {
    const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(segment));
    return pair && { key: pair.key, value: pair.value };
  }
  if (typeof node !== "object" || node === null || !("items" in node) || !Array.isArray(node.items)) return undefined;
  const value: unknown = typeof segment === "number" ? node.items[segment] : undefined;
  return value === undefined ? undefined : { key: value, value };
}
