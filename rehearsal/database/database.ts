import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import pg from "pg";
import type { Clock } from "../core/clock.ts";
import type { Edge } from "../core/edge.ts";
import type { Order, Report, ServerOptions } from "./server.ts";

export interface DatabaseOptions {
  readonly clock: Clock;
  readonly edge: Edge;
  /** The Supabase project: its database's name is `db.<project>.supabase.example`. */
  readonly project: string;
  /** Where the database as it is at first is kept between worlds. */
  readonly cache: string;
}

type Keys = Record<"SUPABASE_SERVICE_KEY" | "SUPABASE_ANON_KEY", string>;
type Logins = Record<"CUTOVER_ADMIN_DATABASE_URL" | "CUTOVER_DATABASE_URL" | "CUTOVER_GATES_DATABASE_URL", string>;

/** The app's database: PostgreSQL (PGlite) with what Supabase has, in a thread of its own, on loopback. */
export interface Database {
  /** `postgres://…@127.0.0.1:PORT/postgres` for its owner. It holds the password: never log it. */
  readonly url: string;
  /** The name that the edge resolves to its port. */
  readonly host: string;
  /** The keys that the project has in this world, by the name of the variable an app reads. */
  readonly keys: Readonly<Keys>;
  /** How Cutover reaches it, by the name of the variable: as the owner, to record evidence, to read for gates. */
  readonly logins: Readonly<Logins>;
  /** Runs one statement as the owner. */
  query<Row extends pg.QueryResultRow>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Everything in it, for `restore`; undefined while nobody has asked anything of it. */
  save(): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** Back to what was saved; every client loses its connection, as at a restart. @param keys those it had then */
  restore(saved: Uint8Array<ArrayBuffer> | undefined, keys?: Readonly<Keys>): Promise<void>;
  /** Nobody gets in any more, and who is in loses the connection; `query` fails too. Until `start`. */
  stop(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts it. Resolves as soon as it listens; the database itself starts with its first client or query, which wait for
 * it, and nobody else does. Its `now()` is the world's.
 */
export async function startDatabase({ clock, edge, project, cache }: DatabaseOptions): Promise<Database> {
  const secret = (name: string) => `rehearsal-${name}-${randomBytes(12).toString("hex")}`;
  const [owner, service, anon] = [secret("postgres"), secret("service-key"), secret("anon-key")];
  const [recorder, reader] = [secret("recorder"), secret("reader")];
  const offsetMs = new BigInt64Array(new SharedArrayBuffer(8));
  clock.onAdvance((aheadMs) => Atomics.store(offsetMs, 0, BigInt(Math.round(aheadMs))));
  const workerData: ServerOptions = {
    platform: ["./supabase", "../../release/evidence/migrations"].map(here),
    migrations: here("../app/migrations"),
    takenOver: { "20260202090000_gate_views.sql": here("../../release/gate-sets/full-pass.sql") },
    cache,
    passwords: { postgres: owner, service_role: service, anon, cutover_recorder: recorder, cutover_reader: reader },
    offsetMs,
  };
  const thread = new Worker(new URL("./server.ts", import.meta.url), { workerData });
  const { port, ask } = await talkTo(thread);
  let ready: Promise<unknown> | undefined;
  const host = `db.${project}.supabase.example`;
  edge.routeTcp(host, port);

  const urlOf = (role: string, password: string) => `postgres://${role}:${password}@127.0.0.1:${port}/postgres`;
  const url = urlOf("postgres", owner);
  const pool = new pg.Pool({ connectionString: url, max: 4, idleTimeoutMillis: 1000 });
  // A client that waits in the pool loses its connection at a restore; the next query takes a new one.
  pool.on("error", () => {});
  const keys: Keys = { SUPABASE_SERVICE_KEY: service, SUPABASE_ANON_KEY: anon };
  const query: Database["query"] = async (sql, values = []) => {
    ready ??= ask({ kind: "ready" });
    await ready;
    return (await pool.query(sql, [...values])).rows;
  };
  return {
    url,
    host,
    keys,
    logins: {
      CUTOVER_ADMIN_DATABASE_URL: url,
      CUTOVER_DATABASE_URL: urlOf("cutover_recorder", recorder),
      CUTOVER_GATES_DATABASE_URL: urlOf("cutover_reader", reader),
    },
    query,
    save: () => ask({ kind: "save" }),
    stop: async () => void (await ask({ kind: "stop" })),
    start: async () => void (await ask({ kind: "start" })),
    restore: async (saved, before = { ...keys }) => {
      const passwords = { service_role: before.SUPABASE_SERVICE_KEY, anon: before.SUPABASE_ANON_KEY };
      await ask({ kind: "restore", passwords, ...(saved ? { saved } : {}) });
      Object.assign(keys, before);
    },
    close: async () => {
      edge.unrouteTcp(host);
      // Everything in it ends with it, so nobody waits for a query that is still running.
      await thread.terminate();
      await pool.end();
    },
  };
}

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

type Asked = Order extends infer One ? (One extends Order ? Omit<One, "id"> : never) : never;

/** Orders to the thread and its reports, matched by id. A thread that ends fails what was asked of it. */
async function talkTo(thread: Worker) {
  const open = new Map<number, PromiseWithResolvers<Uint8Array<ArrayBuffer> | undefined>>();
  let orders = 0;
  let ended: Error | undefined;
  const end = (error: Error) => {
    ended ??= error;
    for (const { reject } of open.values()) reject(ended);
    open.clear();
  };
  thread.on("error", (cause) => end(new Error("The database's thread failed", { cause })));
  thread.on("exit", () => end(new Error("The database's thread has ended")));
  const [first] = (await once(thread, "message")) as [Report];
  if (first.kind !== "listening") throw new Error(`The database said ${first.kind} before it listened`);
  thread.on("message", (report: Report) => {
    if (report.kind === "listening") return;
    const order = open.get(report.id);
    open.delete(report.id);
    if (report.kind === "done") order?.resolve(report.saved);
    else order?.reject(new Error(`The database failed: ${report.reason}`));
  });
  const ask = (asked: Asked) => {
    if (ended) return Promise.reject(ended);
    const order = Promise.withResolvers<Uint8Array<ArrayBuffer> | undefined>();
    orders += 1;
    open.set(orders, order);
    thread.postMessage({ ...asked, id: orders });
    return order.promise;
  };
  return { port: first.port, ask };
}
