import pg from "pg";
import type { Misdeclared, Sources, SqlAnswer, Unmeasured } from "./sources.ts";
import { connectionOf } from "./sql-connection.ts";
import { NotAQuery, Statement, TooMuch } from "./sql-statement.ts";
import { troubleOf } from "./sql-trouble.ts";
import { ValueUnusable } from "./sql-values.ts";

export interface SqlReader {
  readonly sql: Sources["sql"];
  close(): Promise<void>;
}

/** How far a read replica may be behind: what it shows must not be older than the moment that is judged. */
const maxLagSeconds = 60;
/** The longest that a gate waits for somebody else's lock, in ms. */
const maxLockMs = 2000;
/** What a server may take beyond the time that it was given, until the client ends the connection itself. */
const graceMs = 2000;
/** How many statements of gates run at once. */
const atOnce = 3;

/**
 * Opens the way of SQL gates to the database (D6): as the role of the address, which is to be `cutover_reader`. Nothing is
 * connected yet. Every statement runs alone in a read-only transaction that is rolled back.
 * @param address `CUTOVER_GATES_DATABASE_URL`
 * @throws DatabaseUrlInvalid
 */
export function openSqlReader(address: string): SqlReader {
  const { config, shown, password } = connectionOf(address, "CUTOVER_GATES_DATABASE_URL");
  // The limit on connecting is the client's: a pool would also count the time that a statement waits for its turn.
  const pool = new pg.Pool({ max: atOnce, Client: limitedTo(config), idleTimeoutMillis: 5000, allowExitOnIdle: true });
  // A connection that breaks fails the statement that it runs; one that waits is replaced by the next statement.
  pool.on("error", () => {}).on("connect", (client) => client.on("error", () => {}));
  return {
    sql: async (query, window, { timeoutMs, signal }) => {
      try {
        if (signal.aborted) return { unmeasured: "interrupted" };
        const client = await turnOf(pool, signal);
        if (!client) return { unmeasured: "interrupted" };
        return await within(timeoutMs, client, signal, () =>
          ask(client, new Statement(query, [window.from, window.to]), timeoutMs),
        );
      } catch (error) {
        return answerFor(error, { shown, password, timeoutMs });
      }
    },
    close: () => pool.end(),
  };
}

const limitedTo = (config: pg.ClientConfig) =>
  class extends pg.Client {
    constructor() {
      super(config);
    }
  };

/** A connection of this statement's own, or undefined when the signal came first. */
async function turnOf(pool: pg.Pool, signal: AbortSignal): Promise<pg.PoolClient | undefined> {
  const connecting = pool.connect();
  const aborted = whenAborted(signal);
  const client = await Promise.race([connecting, aborted.promise]);
  aborted.forget();
  if (!client) connecting.then((late) => late.release()).catch(() => {});
  return client;
}

/** Runs it, and ends the connection when the server does not keep to its limits. */
async function within(
  timeoutMs: number,
  client: pg.PoolClient,
  signal: AbortSignal,
  run: () => Promise<SqlAnswer>,
): Promise<SqlAnswer> {
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs + graceMs)]);
  const aborted = whenAborted(deadline);
  let sound = false;
  try {
    const answer = await Promise.race([run(), aborted.promise]);
    sound = answer !== undefined;
    return answer ?? { unmeasured: signal.aborted ? "interrupted" : `no answer within ${timeoutMs} ms` };
  } finally {
    aborted.forget();
    client.release(!sound);
  }
}

function whenAborted(signal: AbortSignal): { promise: Promise<undefined>; forget(): void } {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const come = () => resolve(undefined);
  if (signal.aborted) come();
  signal.addEventListener("abort", come, { once: true });
  return { promise, forget: () => signal.removeEventListener("abort", come) };
}

async function ask(client: pg.PoolClient, statement: Statement, timeoutMs: number): Promise<SqlAnswer> {
  const lag = await begin(client, timeoutMs);
  if (lag > maxLagSeconds) {
    await client.query("rollback");
    const behind = Number.isFinite(lag) ? `${Math.round(lag)} s behind` : "behind by an unknown time";
    return { unmeasured: `the database is a read replica that is ${behind}; at most ${maxLagSeconds} s are allowed` };
  }
  client.query(statement);
  const rows = await statement.rows;
  await client.query("rollback");
  return { rows };
}

/**
 * @returns how many seconds it is behind; 0 unless it is a read replica. One that has shown all it received, over a
 * connection that stands, is not behind: there was nothing to receive.
 */
async function begin(client: pg.PoolClient, timeoutMs: number): Promise<number> {
  const results: unknown = await client.query(`begin transaction read only;
    set local statement_timeout = ${Math.ceil(timeoutMs)};
    set local lock_timeout = ${Math.ceil(Math.min(timeoutMs, maxLockMs))};
    set local timezone = 'UTC'; set local datestyle = 'ISO'; set local intervalstyle = 'postgres';
    select case
      when not pg_is_in_recovery() then 0
      when pg_last_wal_receive_lsn() <= pg_last_wal_replay_lsn()
        and exists (select from pg_stat_wal_receiver where pid is not null) then 0
      else coalesce(extract(epoch from clock_timestamp() - pg_last_xact_replay_timestamp()), 'infinity')
    end::float8 as lag`);
  const last = (results as readonly pg.QueryResult<{ lag: number }>[]).at(-1);
  return last?.rows[0]?.lag ?? 0;
}

interface Told {
  readonly shown: string;
  readonly password: string;
  readonly timeoutMs: number;
}

function answerFor(error: unknown, { shown, password, timeoutMs }: Told): Unmeasured | Misdeclared {
  if (error instanceof NotAQuery) return { misdeclared: error.message };
  if (error instanceof TooMuch || error instanceof ValueUnusable) return { unmeasured: error.message };
  const { code = "", what } = troubleOf(error, [password]);
  if (code === "57014") return { unmeasured: `no answer within ${timeoutMs} ms` };
  if (code === "55P03") return { unmeasured: `somebody else held a lock for too long: ${what}` };
  if (isOfTheQuery(code)) return { misdeclared: what };
  return { unmeasured: /^[0-9A-Z]{5}$/.test(code) && !/^(08|28|53|57)/.test(code) ? what : `${shown}: ${what}` };
}

/**
 * Whether the statement itself is wrong, whatever the data: it does not parse, names what is not there, reads what it may
 * not, writes, or wants a third parameter. A division by zero comes and goes with the data, so it is not among them.
 */
const isOfTheQuery = (code: string) => code.startsWith("42") || ["0A000", "25006", "3F000", "08P01"].includes(code);
