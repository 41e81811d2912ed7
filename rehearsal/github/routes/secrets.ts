import { Hono } from "hono";
import { z } from "zod";
import { ApiError, notFound } from "../api-error.ts";
import { type Api, type Call, type GitHubCore, nameIn, type Scope, stamp } from "../core.ts";
import type { NamedValue, PublicKey } from "../entities/repository.ts";
import { readBody } from "../http/body.ts";
import { counted } from "../http/pages.ts";

/** Sealed for the public key, in base64: 48 bytes more than the secret itself. */
const Sealed = z.object({ encrypted_value: z.base64(), key_id: z.string() });
const SEAL_BYTES = 48;

/** Actions secrets of a repository or of an environment. Their values never leave again. */
export function secretRoutes(
  core: GitHubCore,
  at: string,
  placeOf: (c: Call) => { secrets: Map<string, NamedValue>; publicKey: PublicKey },
): Api {
  const app = new Hono<Scope>();
  const keyIn = (c: Call) => nameIn(c, "name").toUpperCase();

  app.get(at, (c) => c.json(counted(c, "secrets", [...placeOf(c).secrets.values()].map(secretJson))));
  app.get(`${at}/public-key`, (c) => c.json(placeOf(c).publicKey));
  app.get(`${at}/:name`, (c) => {
    const secret = placeOf(c).secrets.get(keyIn(c));
    if (!secret) throw notFound();
    return c.json(secretJson(secret));
  });
  app.put(`${at}/:name`, async (c) => {
    const { secrets, publicKey } = placeOf(c);
    const key = keyIn(c);
    if (!/^[A-Z_][A-Z0-9_]*$/.test(key) || key.startsWith("GITHUB_"))
      throw new ApiError(
        422,
        "Secret names can only contain alphanumeric characters ([a-z], [A-Z], [0-9]) or underscores (_). Spaces are not allowed. Must start with a letter ([a-z], [A-Z]) or underscores (_).",
      );
    const { encrypted_value: value, key_id: keyId } = await readBody(c, Sealed);
    if (keyId !== publicKey.key_id) throw new ApiError(422, "Bad request - The key_id does not match the public key");
    if (Buffer.from(value, "base64").length < SEAL_BYTES)
      throw new ApiError(422, "Bad request - encrypted_value is not sealed for the public key");
    const before = secrets.get(key);
    const now = stamp(core);
    secrets.set(key, { name: key, value, createdAt: before?.createdAt ?? now, updatedAt: now });
    return before ? c.body(null, 204) : c.json({}, 201);
  });
  app.delete(`${at}/:name`, (c) => {
    if (!placeOf(c).secrets.delete(keyIn(c))) throw notFound();
    return c.body(null, 204);
  });
  return app;
}

const secretJson = ({ name, createdAt, updatedAt }: NamedValue) => ({
  name,
  created_at: createdAt,
  updated_at: updatedAt,
});
