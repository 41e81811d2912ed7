import type { Context } from "hono";
import { z } from "zod";
import { badRequest } from "./api-error.ts";

/** The request's JSON body, held against a schema; any fault is the vendor's 400. */
export async function bodyOf<T>(context: Context, schema: z.ZodType<T>): Promise<T> {
  const text = await context.req.text();
  return parse(schema, text === "" ? {} : jsonOf(text), "request body");
}

/** The request's query, held against a schema. */
export function queryOf<T>(context: Context, schema: z.ZodType<T>): T {
  return parse(schema, context.req.query(), "query");
}

/** A query value that is on or off, as `true`, `1` or empty. */
export const flag = z
  .enum(["true", "1", "", "false", "0"])
  .optional()
  .transform((value) => value === "true" || value === "1" || value === "");

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest("Invalid JSON");
  }
}

/** Holds a value against a schema; the fault names `what` where it has no path. */
export function parse<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => `\`${issue.path.join(".") || what}\`: ${issue.message}`);
  throw badRequest(`Invalid request: ${faults.join("; ")}`);
}
