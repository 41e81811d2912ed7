/**
 * Resource properties as plain data, with unknown values marked instead of thrown.
 *
 * The policy library hands rules a proxy that throws on touching a value that a preview cannot know, and then
 * downgrades the mandatory rule to an advisory. Rules here decide themselves what an unknown means, so the proxy is
 * taken off once and its placeholders are replaced by `Unknown`.
 */

/** A value that is not known when it is judged. `until` says why, and what makes it known: it stands where a fix stands. */
export class Unknown {
  readonly until: string;
  constructor(until: string) {
    this.until = until;
  }
}

/** What a property can be once it is plain. */
export type Plain = null | boolean | number | string | Unknown | readonly Plain[] | PlainRecord;
export interface PlainRecord {
  readonly [key: string]: Plain;
}

/** Thrown by `known`; the rule's runner turns it into what the rule's `whenUnknown` says. */
export class NotKnownYet extends Error {
  readonly path: string;
  readonly until: string;
  constructor(path: string, until: string) {
    super(`${path} is not known yet`);
    this.name = "NotKnownYet";
    this.path = path;
    this.until = until;
  }
}

/** The value at `path` of what is judged; throws `NotKnownYet` where it is unknown. */
export function known<Value>(value: Value | Unknown, path: string): Exclude<Value, Unknown> {
  if (value instanceof Unknown) throw new NotKnownYet(path, value.until);
  return value as Exclude<Value, Unknown>;
}

/** The library's internal key for what its proxy stands in front of (@pulumi/policy 1.21.0, held by a test). */
const PROXY_TARGET = "__getSpecialProxyTarget";

/** The engine's placeholders for what a preview does not know, one per type (held by a test against the library). */
export const PLACEHOLDERS: ReadonlySet<unknown> = new Set([
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9", // string
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7", // boolean
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421", // number
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2", // array
  "030794c1-ac77-496b-92df-f27374a8bd58", // asset
  "e48ece36-62e2-4504-bad9-02848725956a", // archive
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff", // object
]);

/** The value of a property that follows from a resource which is still to be made. */
export const NOT_IN_PREVIEW = new Unknown(
  "it follows from a resource that does not exist yet: write the value into the stack's configuration, or create that resource first",
);

/** Takes the library's proxy off a resource's properties. Throws when the library hides them in another way. */
export function plainProperties(props: object): PlainRecord {
  const target: unknown = Reflect.get(props, PROXY_TARGET);
  if (target === null || typeof target !== "object")
    throw new Error(
      "the policy library hands over properties in a way that this pack does not know (see policies/unknown.ts)",
    );
  return recordOf(target);
}

/** Any value as plain data, placeholders marked. What has no plain form (functions, undefined) becomes null. */
export function plain(value: unknown): Plain {
  if (PLACEHOLDERS.has(value)) return NOT_IN_PREVIEW;
  if (value === null || value instanceof Unknown) return value;
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  if (Array.isArray(value)) return value.map(plain);
  return typeof value === "object" ? recordOf(value) : null;
}

const recordOf = (value: object): PlainRecord =>
  Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
