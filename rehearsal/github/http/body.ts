import type { z } from "zod";
import { ApiError } from "../api-error.ts";
import type { Call } from "../core.ts";

/**
 * A request's JSON body, held against a schema; an empty body, or `null`, reads as `{}`.
 * @throws ApiError 400 for what is no JSON, 422 in GitHub's words for the rest. Values are never repeated.
 */
export async function readBody<T>(c: Call, schema: z.ZodType<T>): Promise<T> {
  return accept(schema, parse((await c.req.text()) || "{}"));
}

/** Data held against a schema. @throws ApiError 422 in GitHub's words */
export function accept<T>(schema: z.ZodType<T>, given: unknown): T {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const told = parsed.error.issues.map((issue) => describe(issue, given)).join("\n");
  throw new ApiError(422, `Invalid request.\n\n${told}`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    throw new ApiError(400, "Problems parsing JSON");
  }
}

function describe({ path, message, code }: z.core.$ZodIssue, given: unknown): string {
  const name = String(path.at(-1) ?? "");
  const isMissing = code !== "custom" && valueAt(path, given) === undefined;
  return isMissing ? `"${name}" wasn't supplied.` : `For 'properties/${path.join("/")}', ${message}.`;
}

const valueAt = (path: readonly PropertyKey[], data: unknown): unknown =>
  path.reduce<unknown>(
    (value, key) => (typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined),
    data,
  );
