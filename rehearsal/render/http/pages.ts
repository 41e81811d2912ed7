import { createHash } from "node:crypto";
import type { Context } from "hono";
import { badRequest } from "../api-error.ts";
import { limitParam } from "./query.ts";

/**
 * One page of a list, newest (greatest key) first, as `{<noun>, cursor}` items.
 * An item's cursor holds its key, so a page stays where it was when items come and go between two requests.
 * @param keyOf a key that sorts, unique in the list.
 */
export function page<T, Noun extends string>(
  c: Context,
  noun: Noun,
  items: Iterable<T>,
  keyOf: (item: T) => string,
  json: (item: T) => unknown,
): object[] {
  const limit = limitParam(c);
  const cursor = c.req.query("cursor");
  const after = cursor ? keyIn(noun, cursor) : undefined;
  const shown = [...items]
    .map((item) => ({ item, key: keyOf(item) }))
    .filter(({ key }) => after === undefined || key < after)
    .sort((a, b) => (a.key < b.key ? 1 : -1))
    .slice(0, limit);
  return everything(
    noun,
    shown.map(({ item }) => item),
    keyOf,
    json,
  );
}

/** A whole list in its own order, in the same form: what a PUT of a set answers. */
export function everything<T, Noun extends string>(
  noun: Noun,
  items: Iterable<T>,
  keyOf: (item: T) => string,
  json: (item: T) => unknown,
): object[] {
  return [...items].map((item) => ({ [noun]: json(item), cursor: cursorOf(noun, keyOf(item)) }));
}

/** A map's entries with keys in the order they were made, so that a page has the latest first. */
export const numbered = <T>(entries: Iterable<T>): { readonly entry: T; readonly key: string }[] =>
  [...entries].map((entry, index) => ({ entry, key: ordinal(index) }));

/** A sequence number as a key. */
export const ordinal = (sequence: number): string => sequence.toString().padStart(12, "0");

const sealOf = (noun: string, key: string) => createHash("sha256").update(`${noun} ${key}`).digest().subarray(0, 15);
const cursorOf = (noun: string, key: string) =>
  Buffer.concat([sealOf(noun, key), Buffer.from(key)]).toString("base64url");

/** @throws ApiError 400 for a cursor of another list, or one that nobody gave out. */
function keyIn(noun: string, cursor: string): string {
  const bytes = Buffer.from(cursor, "base64url");
  const key = bytes.subarray(15).toString();
  if (cursorOf(noun, key) !== cursor) throw badRequest("invalid cursor");
  return key;
}
