import pRetry from "p-retry";
import pg from "pg";
import { z } from "zod";
import type { AppRuntime } from "./runtime.ts";

/** The app's way to its database. */
export interface AppDatabase {
  /** Runs one statement; one that finds no connection is repeated for some seconds. @throws DatabaseUnreachable */
  query<Row extends pg.QueryResultRow>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

/** The database was not reached in time. The message says why and holds no secret. */
export class DatabaseUnreachable extends Error {
  override readonly name = "DatabaseUnreachable";
}

/** Errors of the connection and not of the statement. @see https://www.postgresql.org/docs/current/errcodes-appendix.html */
const lostCodes = /^(08...|57P0[123]|ECONNREFUSED|ECONNRESET|EPIPE|ENOTFOUND|ETIMEDOUT)$/;
const isLost = (error: Error) =>
  lostCodes.test("code" in error ? String(error.code) : "") || error.message.startsWith("Connection terminated");

const configured = z.object({ SUPABASE_URL: z.url(), key: z.string().min(1) });

/** The database of the project that `SUPABASE_URL` names; undefined where no project or key is configured. */
export function connectDatabase({
  env,
  portOf,
  log,
}: Pick<AppRuntime, "env" | "portOf" | "log">): AppDatabase | undefined {
  const given = configured.safeParse({ ...env, key: env.SUPABASE_SERVICE_KEY || env.SUPABASE_KEY }).data;
  if (!given) return undefined;
  const host = `db.${new URL(given.SUPABASE_URL).hostname}`;
  const closing = new AbortController();
  let [pool, lost]: [pg.Pool | undefined, boolean] = [undefined, false];

  const connected = () => {
    const port = portOf(host);
    if (port === undefined) throw Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), { code: "ENOTFOUND" });
    if (pool?.options.port === port) return pool;
    pool?.end().catch(() => {});
    const login = { user: "service_role", password: given.key, database: "postgres" };
    pool = new pg.Pool({ host: "127.0.0.1", port, ...login, max: 4, idleTimeoutMillis: 5000 });
    // A connection that is lost while it waits in the pool; the next statement opens another.
    pool.on("error", () => {});
    return pool;
  };

  return {
    async query<Row extends pg.QueryResultRow>(sql: string, values: readonly unknown[] = []) {
      const run = async () => (await connected().query<Row>(sql, [...values])).rows;
      const rows = await pRetry(run, {
        retries: 5,
        minTimeout: 100,
        maxTimeout: 1000,
        signal: closing.signal,
        shouldRetry: ({ error }) => isLost(error),
        onFailedAttempt: ({ error }) => {
          if (lost || !isLost(error)) return;
          lost = true;
          log(`WARNING: database: ${error.message}; trying again`);
        },
      }).catch((cause: unknown) => {
        const error = cause instanceof Error ? cause : new Error(String(cause));
        if (!isLost(error)) throw error;
        log(`ERROR: database: ${error.message}; giving up`);
        throw new DatabaseUnreachable(`the database ${host} cannot be reached`, { cause });
      });
      if (lost) log("INFO: database: connected again");
      lost = false;
      return rows;
    },
    async close() {
      closing.abort(new DatabaseUnreachable("the process is stopping"));
      await pool?.end();
    },
  };
}
