import { readdir, readFile } from "node:fs/promises";
import pg from "pg";
import { connectionOf, DatabaseUrlInvalid } from "../../checks/gates/sql-connection.ts";
import { type LoginVariable, loginOf, roles } from "./logins.ts";
import { scramVerifier } from "./scram-verifier.ts";
import { type Refusals, unreachable } from "./unreachable.ts";

const owner = "CUTOVER_ADMIN_DATABASE_URL";
const migrations = new URL("./migrations/", import.meta.url);

const refusals: Refusals = {
  "28P01": { what: "it does not let the owner in", fix: `check the password in ${owner}` },
  "42501": {
    what: "this role may not install it",
    fix: "give the address of the database's owner: at Supabase postgres",
  },
  "25006": { what: "it is a read replica, or read-only", fix: "give the address of the primary" },
};

/**
 * Creates the schemas `cutover` and `cutover_gates` and the two roles, or brings them up to date, in one transaction; then
 * gives the roles the passwords of their addresses. Can be run again at any time, also by two at once.
 * @param env the addresses: `CUTOVER_ADMIN_DATABASE_URL` of the owner, and those of the two roles
 * @returns the names of the migrations that were run
 * @throws DatabaseUrlInvalid, EvidenceUnreachable
 */
export async function installEvidence(env: NodeJS.ProcessEnv): Promise<string[]> {
  const address = env[owner];
  if (!address) throw new DatabaseUrlInvalid(owner, "it is not set");
  const connection = connectionOf(address, owner);
  const logins = (Object.keys(roles) as LoginVariable[]).map((variable) => ({
    role: roles[variable],
    password: loginOf(env, variable).password,
  }));
  const names = (await readdir(migrations)).filter((name) => name.endsWith(".sql")).sort();

  const client = new pg.Client({ ...connection.config, query_timeout: 60_000 }).on("error", () => {});
  try {
    await client.connect();
    await client.query("begin");
    await client.query("select pg_advisory_xact_lock(hashtextextended('cutover evidence install', 0))");
    for (const name of names) await client.query(await readFile(new URL(name, migrations), "utf8"));
    for (const { role, password } of logins) await setPassword(client, role, password);
    await client.query("commit");
  } catch (error) {
    throw unreachable(error, connection, owner, refusals);
  } finally {
    await client.end().catch(() => {});
  }
  return names;
}

/** The verifier travels as a parameter: `alter role` takes none, so a block reads it from a setting of the transaction. */
async function setPassword(client: pg.Client, role: string, password: string): Promise<void> {
  const verifier = await scramVerifier(password);
  await client.query("select set_config('cutover.role', $1, true), set_config('cutover.verifier', $2, true)", [
    role,
    verifier,
  ]);
  await client.query(`do $$ begin
    execute format('alter role %I password %L', current_setting('cutover.role'), current_setting('cutover.verifier'));
  end $$`);
}
