import { parentPort, workerData } from "node:worker_threads";
import { PGlite } from "@electric-sql/pglite";
import { PGLiteSocketServer } from "@electric-sql/pglite-socket";
import { escapeIdentifier } from "pg";

/** What a database is made with. */
export interface ThreadOptions {
  readonly user: string;
  /** What another one held. */
  readonly saved?: Uint8Array | undefined;
}

/**
 * One database in a thread of its own, so that its start and its queries do not hold up the rest of the world: sends its
 * port once, and all that it holds whenever it is sent anything. PGlite asks nobody for a password, and everybody is `user`.
 */
const { user, saved }: ThreadOptions = workerData;
const parent = parentPort;
if (!parent) throw new Error("This module runs in a worker thread of rehearsal/stores/postgres-server.ts");
const name = escapeIdentifier(user);

const db = saved ? await PGlite.create({ loadDataDir: new Blob([new Uint8Array(saved)]) }) : await made();
const become = () => db.exec(`set session authorization ${name}`);
await become();

const server = new PGLiteSocketServer({ db, host: "127.0.0.1", port: 0, maxConnections: 100 });
await server.start();
parent.postMessage(Number(server.getServerConn().split(":").at(-1)));

parent.on("message", async () => {
  await db.exec("reset session authorization");
  const dump = await db.dumpDataDir("none");
  await become();
  parent.postMessage(new Uint8Array(await dump.arrayBuffer()));
});

async function made(): Promise<PGlite> {
  const fresh = await PGlite.create();
  const { rows } = await fresh.query<{ database: string }>("select quote_ident(current_database()) as database");
  await fresh.exec(`create role ${name} login; alter schema public owner to ${name}`);
  await fresh.exec(`grant create on database ${rows[0]?.database} to ${name}`);
  return fresh;
}
