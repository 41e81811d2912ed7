import { z } from "zod";

/** A secret where a value belongs: `{ secret: NAME }`, or with something put before it, `{ secret: NAME, prefix: "Bearer " }`. */
const Reference = z.strictObject({
  secret: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/),
  prefix: z.string().optional(),
});

/** Values by name, in clear: never to be printed. */
export const SmokeSecrets = z.record(z.string(), z.string());
export type SmokeSecrets = z.output<typeof SmokeSecrets>;

/** A part of a request with values in the place of references, and which values those are. */
export interface Revealed {
  readonly value: unknown;
  readonly secrets: readonly string[];
  /** Names that no value was given for. */
  readonly unknown: readonly string[];
}

/** Puts secrets in their places, at any depth. */
export function reveal(value: unknown, secrets: SmokeSecrets): Revealed {
  const used: string[] = [];
  const unknown: string[] = [];
  const inner = (part: unknown): unknown => {
    const reference = Reference.safeParse(part).data;
    if (reference) {
      const secret = secrets[reference.secret];
      if (secret === undefined) unknown.push(reference.secret);
      else used.push(secret);
      return `${reference.prefix ?? ""}${secret ?? ""}`;
    }
    if (Array.isArray(part)) return part.map(inner);
    if (typeof part !== "object" || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([key, member]) => [key, inner(member)]));
  };
  return { value: inner(value), secrets: used, unknown };
}
