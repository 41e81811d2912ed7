import { z } from "zod";
import { ENV_NAME, text } from "./text.ts";

/** Stands in the list of checks as it is; only `cutover smoke` puts the value in its place, and shows it nowhere. */
export const secretReference = z
  .strictObject({
    secret: text(ENV_NAME, {
      expected: "the name of a secret under cutover:secrets",
      description: "The name of a secret under cutover:secrets",
      examples: ["SMOKE_TOKEN"],
    }),
    prefix: z
      .string()
      .exactOptional()
      .meta({ description: "Put before the secret", examples: ["Bearer "] }),
  })
  .meta({ title: "A secret" });

interface Named {
  readonly path: readonly (string | number)[];
  readonly name: string;
}

/** The secrets that a value names, at any depth; `path` is where the value itself stands. */
export function secretsNamedIn(value: unknown, path: Named["path"] = []): Named[] {
  const name = secretReference.safeParse(value).data?.secret;
  if (name !== undefined) return [{ path, name }];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    secretsNamedIn(inner, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}
