import { readFile } from "node:fs/promises";
import { parentPort, workerData } from "node:worker_threads";
import type { PGlite } from "@electric-sql/pglite";
import { Backend } from "./backend.ts";
import { loadDatabase, openDatabase, sqlFiles } from "./data-dir.ts";
import { openGateway } from "./gateway.ts";

/**
 * The database's own thread: a long query does not hold up the rest of the world, and its start goes on beside the
 * world's. See `database.ts` for the other side.
 */
export interface ServerOptions {
  /** Folders: what Supabase has, and what `npx cutover evidence install` adds. */
  readonly platform: readonly string[];
  readonly migrations: string;
  /** Migrations that the app's team took over from elsewhere as they are, by the name they have among theirs. */
  readonly takenOver: Readonly<Record<string, string>>;
  readonly cache: string;
  /** By role; its password in this world. */
  readonly passwords: Record<string, string>;
  /** One number: by how many milliseconds the world's clock is ahead. */
  readonly offsetMs: BigInt64Array;
}

export type Order =
  | { readonly id: number; readonly kind: "ready" | "save" | "stop" | "start" }
  | {
      readonly id: number;
      readonly kind: "restore";
      /** Left out: as it is at first. */
      readonly saved?: Uint8Array<ArrayBuffer>;
      readonly passwords: Readonly<Record<string, string>>;
    };

export type Report =
  | { readonly kind: "listening"; readonly port: number }
  | { readonly kind: "done"; readonly id: number; readonly saved?: Uint8Array<ArrayBuffer> }
  | { readonly kind: "failed"; readonly id: number; readonly reason: string };

const options: ServerOptions = workerData;
const port = parentPort;
if (!port) throw new Error("This module runs in a worker thread of rehearsal/database/database.ts");
const report = (message: Report) => port.postMessage(message);

// The first client or order wakes it up: a world that never asks does not pay for it.
let started: ReturnType<typeof start> | undefined;
const awake = (saved?: PGlite) => (started ??= start(saved));
const gateway = await openGateway(() => awake());
report({ kind: "listening", port: gateway.port });

let db: PGlite;
async function start(saved?: PGlite) {
  db = saved ?? (await first());
  await setPasswords();
  const backend = new Backend(db, () => Number(Atomics.load(options.offsetMs, 0)));
  setInterval(() => void backend.settle().catch(() => {}), 1000);
  return { backend, greeting: await greetingOf(db) };
}

/** The database as it is at first. */
const first = async () =>
  openDatabase(
    {
      platform: (await Promise.all(options.platform.map(sqlFiles))).flat(),
      migrations: [...(await sqlFiles(options.migrations)), ...(await takenOver())],
    },
    options.cache,
  );

const takenOver = () =>
  Promise.all(
    Object.entries(options.takenOver).map(async ([name, path]) => ({ name, sql: await readFile(path, "utf8") })),
  );

async function setPasswords(): Promise<void> {
  for (const [role, password] of Object.entries(options.passwords))
    await db.exec(`alter role ${role} login password '${password}'`);
}

/** What the backend says to a client that may come in: the same to each of them. */
function greetingOf(of: PGlite): Promise<Uint8Array> {
  const parameters = Buffer.from("user\0postgres\0database\0postgres\0\0");
  const head = Buffer.alloc(8);
  head.writeInt32BE(parameters.length + 8, 0);
  head.writeInt32BE(0x00030000, 4);
  return of.execProtocolRaw(Buffer.concat([head, parameters]));
}

async function follow(order: Order): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (order.kind === "stop" || order.kind === "start") {
    gateway.admits = order.kind === "start";
    if (!gateway.admits) await gateway.dropAll();
    return undefined;
  }
  if (order.kind === "restore") Object.assign(options.passwords, order.passwords);
  // Nobody has asked anything of it yet, so it is as at first.
  if (!started && (order.kind === "save" || (order.kind === "restore" && !order.saved))) return undefined;
  if (order.kind === "restore") {
    // First, so that the one before stays where this one is not readable.
    const saved = order.saved ? await loadDatabase(order.saved) : await first();
    if (started) await goOnWith(saved);
    else await awake(saved);
    return undefined;
  }
  const { backend } = await awake();
  if (order.kind === "save") {
    const dump = await backend.asOwner((current) => current.dumpDataDir("none"));
    return new Uint8Array(await dump.arrayBuffer());
  }
  return undefined;
}

/** Everybody loses the connection, and finds another database. */
async function goOnWith(saved: PGlite): Promise<void> {
  const { backend } = await awake();
  await gateway.dropAll();
  await backend.asOwner(async (before) => {
    db = saved;
    await before.close();
    await setPasswords();
    backend.replace(db);
  });
}

port.on("message", async (order: Order) => {
  try {
    const saved = await follow(order);
    report({ kind: "done", id: order.id, ...(saved ? { saved } : {}) });
  } catch (error) {
    report({ kind: "failed", id: order.id, reason: error instanceof Error ? error.message : String(error) });
  }
});
