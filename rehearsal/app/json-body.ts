import type { Context } from "hono";
import type { z } from "zod";

/** A request's JSON body held against a schema: the value, or the 422 answer a FastAPI app would give. */
export async function jsonBody<T>(c: Context, schema: z.ZodType<T>): Promise<{ value: T } | { refusal: Response }> {
  let sent: unknown;
  try {
    sent = await c.req.json();
  } catch {
    return refuse([{ type: "json_invalid", loc: ["body"], msg: "JSON decode error" }]);
  }
  const parsed = schema.safeParse(sent);
  if (parsed.success) return { value: parsed.data };
  return refuse(
    parsed.error.issues.map((issue) => ({ type: issue.code, loc: ["body", ...issue.path], msg: issue.message })),
  );
}

const refuse = (detail: readonly object[]) => ({ refusal: Response.json({ detail }, { status: 422 }) });
