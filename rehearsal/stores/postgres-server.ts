import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { Worker } from "node:worker_threads";
import type { ThreadOptions } from "./postgres-thread.ts";

export interface PostgresServer {
  readonly port: number;
  /** Ends every connection, as a restart does; the data stays. */
  dropAll(): void;
  /** Everything in it, for another one to begin with; undefined when nobody has looked into it yet. */
  save(): Promise<Uint8Array | undefined>;
  /** Ends it with all that it holds. */
  close(): Promise<void>;
}

/**
 * A PostgreSQL database (PGlite) on a loopback port. It starts when somebody first connects, who waits a few seconds
 * then: most worlds have databases that nobody looks into. Unlike the app's database (`rehearsal/database/`) it has one
 * user, no password, the machine's time, and its clients share one session: what a platform's database is asked for here
 * is to be there, to survive a restart and to be refused when it is suspended.
 */
export async function startPostgresServer(options: ThreadOptions): Promise<PostgresServer> {
  let thread: Promise<{ worker: Worker; port: number }> | undefined;
  const sockets = new Set<Socket>();
  const track = (socket: Socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket)).on("error", () => socket.destroy());
    return socket;
  };
  const dropAll = () => {
    for (const socket of sockets) socket.destroy();
  };

  const server = createServer((socket) => {
    track(socket).pause();
    thread ??= startThread(options, dropAll);
    thread.then(
      ({ port }) => {
        if (socket.destroyed) return;
        const inner = track(connect(port, "127.0.0.1"));
        socket.on("close", () => inner.destroy());
        inner.on("close", () => socket.destroy());
        socket.pipe(inner).pipe(socket);
      },
      () => socket.destroy(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    dropAll,
    async save() {
      if (!thread) return options.saved;
      const { worker } = await thread;
      worker.postMessage("save");
      const [saved] = (await once(worker, "message")) as [Uint8Array];
      return saved;
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      dropAll();
      await closed;
      const started = await thread?.catch(() => undefined);
      await started?.worker.terminate();
    },
  };
}

/** @param failed called when it ends although nobody told it to. */
async function startThread(options: ThreadOptions, failed: () => void): Promise<{ worker: Worker; port: number }> {
  const worker = new Worker(new URL("./postgres-thread.ts", import.meta.url), { workerData: options });
  const [port] = (await once(worker, "message")) as [number];
  worker.on("error", failed).unref();
  return { worker, port };
}
