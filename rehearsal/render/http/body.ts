import type { Context } from "hono";
import type { z } from "zod";
import { badRequest } from "../api-error.ts";

/**
 * A request's JSON body, held against a schema. An empty body reads as `{}`.
 * @throws ApiError 400 with every fault's path; values are never repeated, they may be secret.
 */
export async function readBody<T>(c: Context, schema: z.ZodType<T>): Promise<T> {
  const text = await c.req.text();
  const parsed = schema.safeParse(parse(text || "{}"));
  if (parsed.success) return parsed.data;
  throw badRequest(parsed.error.issues.map((issue) => describe(issue)).join("; "));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest("invalid JSON");
  }
}

const describe = ({ path, message }: z.core.$ZodIssue) => (path.length > 0 ? `${path.join(".")}: ${message}` : message);
