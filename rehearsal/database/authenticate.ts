import { createHash, createHmac, pbkdf2, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import type { Backend } from "./backend.ts";

/**
 * Holds a user's password against the verifier that the database keeps of it.
 * @returns the settings that its sessions begin with, or undefined when it may not come in.
 */
export async function authenticate(
  backend: Backend,
  user: string,
  password: string,
): Promise<Map<string, string> | undefined> {
  const { role, settings } = await backend.asOwner(async (db) => {
    const roles = await db.query<{ verifier: string | null }>(
      "select rolpassword as verifier from pg_catalog.pg_authid where rolname = $1 and rolcanlogin",
      [user],
    );
    const configured = await db.query<{ setting: string }>(
      `select unnest(setconfig) as setting from pg_catalog.pg_db_role_setting
       where setrole in (0, (select oid from pg_catalog.pg_authid where rolname = $1)) order by setrole, setdatabase`,
      [user],
    );
    return { role: roles.rows[0], settings: configured.rows.map((row) => row.setting) };
  });
  if (!role?.verifier || !(await fits(password, role.verifier))) return undefined;
  return new Map(settings.map((setting) => [setting.split("=", 1)[0] ?? "", setting.slice(setting.indexOf("=") + 1)]));
}

const derive = promisify(pbkdf2);

/** @param verifier `SCRAM-SHA-256$<iterations>:<salt>$<stored key>:<server key>` (RFC 5803). */
async function fits(password: string, verifier: string): Promise<boolean> {
  const [, iterations, salt, stored] = /^SCRAM-SHA-256\$(\d+):([^$]+)\$([^:]+):/.exec(verifier) ?? [];
  if (!iterations || !salt || !stored) return false;
  const salted = await derive(password, Buffer.from(salt, "base64"), Number(iterations), 32, "sha256");
  const key = createHmac("sha256", salted).update("Client Key").digest();
  return timingSafeEqual(createHash("sha256").update(key).digest(), Buffer.from(stored, "base64"));
}
