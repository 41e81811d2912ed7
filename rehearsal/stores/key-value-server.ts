import { type AddressInfo, createServer, type Socket } from "node:net";
import type { Client, Context, Identity } from "./command.ts";
import { execute, faultOf } from "./commands.ts";
import { type Databases, Keyspace } from "./keyspace.ts";
import { encode, noList, type Reply, readCommands, refuse } from "./resp.ts";

export interface KeyValueServer {
  readonly port: number;
  /** Ends every connection; whoever connects again is served. */
  dropAll(): void;
  /** Ends every connection; the data stays where it is. */
  close(): Promise<void>;
}

export interface KeyValueServerArgs {
  /** What the store holds; the server works on it, and whoever owns it may look at it or replace what is in it. */
  readonly databases: Databases;
  readonly identity: () => Identity;
  /** The world's time: when keys expire. */
  readonly now: () => Date;
}

/** A blocked BLPOP or BRPOP. */
interface Waiting {
  attempt(): boolean;
  giveUp(): void;
}

const blocking = new Set(["blpop", "brpop"]);

/**
 * A key value store as Render hosts it (Valkey), as far as queues and caches use it: keys with a time to live, lists with blocking
 * pops, sets. It takes RESP 2 on a loopback port; commands it lacks are refused as unknown.
 */
export async function startKeyValueServer({ databases, identity, now }: KeyValueServerArgs): Promise<KeyValueServer> {
  const sockets = new Set<Socket>();
  const waiting = new Set<Waiting>();
  let clients = 0;

  const run = (client: Client, command: readonly string[]): Reply => {
    const keys = new Keyspace(databases, client.database, now());
    const context: Context = { client, identity: identity(), keys, flushAll: () => databases.clear() };
    return execute(context, command);
  };

  /** Waits for something to pop, at most as long as the last word says (0: for ever), or until the client has gone. */
  const block = (client: Client, command: readonly string[], gone: AbortSignal): Promise<Reply> => {
    const seconds = Number(command.at(-1));
    if (command.at(-1)?.trim() === "" || Number.isNaN(seconds))
      return Promise.resolve(refuse("ERR timeout is not a float or out of range"));
    if (seconds < 0) return Promise.resolve(refuse("ERR timeout is negative"));
    return new Promise((resolve) => {
      const end = (reply: Reply) => {
        clearTimeout(timer);
        gone.removeEventListener("abort", self.giveUp);
        waiting.delete(self);
        resolve(reply);
      };
      const self: Waiting = {
        attempt() {
          const reply = run(client, command);
          if (reply === noList) return false;
          end(reply);
          return true;
        },
        giveUp: () => end(noList),
      };
      const timer = seconds > 0 ? setTimeout(self.giveUp, seconds * 1000).unref() : undefined;
      gone.addEventListener("abort", self.giveUp);
      waiting.add(self);
      self.attempt();
    });
  };

  const server = createServer((socket) => {
    clients += 1;
    const client: Client = { id: clients, database: 0, name: "" };
    const gone = new AbortController();
    // One command after the other: what follows a blocked one waits with it.
    let turn = Promise.resolve();
    const answer = async (command: readonly string[]) => {
      const [name = "", ...args] = command;
      const blocks = blocking.has(name.toLowerCase()) && !faultOf(name, args);
      const reply = blocks ? await block(client, command, gone.signal) : run(client, command);
      if (socket.writable) socket.write(encode(reply));
      if (name.toLowerCase() === "quit") socket.end();
      // Something may have been pushed: whoever has waited longest is served first.
      for (const one of waiting) one.attempt();
    };
    const read = readCommands(
      (command) => {
        turn = turn.then(() => answer(command)).catch(() => void socket.destroy());
      },
      () => socket.end(encode(refuse("ERR Protocol error: expected an array of strings"))),
    );
    sockets.add(socket);
    socket.on("data", read);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => {
      gone.abort();
      sockets.delete(socket);
    });
  });

  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const dropAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    dropAll,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        dropAll();
      }),
  };
}
