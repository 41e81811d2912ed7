import type { Context } from "hono";
import { sign, verify } from "hono/jwt";
import { z } from "zod";

type Env = Readonly<Record<string, string>>;

const claims = z.object({ sub: z.string().regex(/^[\w.@:-]{1,128}$/) });

/** A user's token, as the app's login would issue it. */
export const tokenFor = (userId: string, secret: string): Promise<string> =>
  sign({ sub: userId, role: "authenticated" }, secret, "HS256");

/**
 * Who asks, by the bearer token: signed with `JWT_SECRET` (HS256). In `DEV_MODE` nobody needs to say; a wrong token is
 * refused all the same.
 */
export async function userOf(c: Context, env: Env): Promise<{ userId: string } | { refusal: Response }> {
  const header = c.req.header("authorization");
  if (header === undefined) return env.DEV_MODE === "true" ? { userId: "dev-user" } : refuse("Not authenticated");
  const [, token] = /^Bearer ([\w.-]+)$/i.exec(header) ?? [];
  if (!token) return refuse("Invalid authentication credentials");
  try {
    const payload = await verify(token, env.JWT_SECRET ?? "", "HS256");
    return { userId: claims.parse(payload).sub };
  } catch {
    return refuse("Could not validate credentials");
  }
}

const refuse = (detail: string) => ({
  refusal: Response.json({ detail }, { status: 401, headers: { "WWW-Authenticate": "Bearer" } }),
});
