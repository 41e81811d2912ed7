import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { authenticate } from "./authenticate.ts";
import type { Backend, Session } from "./backend.ts";
import { askPassword, errorFrame, type Frame, firstFrame, firstOpening, withOwnNames } from "./frames.ts";

/** How long a client may keep everybody waiting with a transaction that it does nothing in. */
const idleInTransactionMs = 30_000;

export interface Served {
  readonly backend: Backend;
  /** What a client is told once it may come in. */
  readonly greeting: Uint8Array;
}

export interface Gateway {
  readonly port: number;
  /** Ends every connection, as a restart of the database does. */
  dropAll(): Promise<void>;
  /** Whether clients are let in; else each is told that the database is shutting down. */
  admits: boolean;
}

/**
 * PostgreSQL's protocol on loopback in front of one backend, for any number of clients at once.
 * @param awake resolves once the backend can be used: clients that come earlier wait.
 */
export async function openGateway(awake: () => Promise<Served>): Promise<Gateway> {
  const clients = new Map<Socket, Promise<void>>();
  const server: Server = createServer((socket) => {
    socket.setNoDelay(true).on("error", () => socket.destroy());
    const served = (gateway.admits ? serve(socket, awake) : turnAway(socket))
      .catch((error: Error) => void socket.destroy(error))
      .finally(() => clients.delete(socket));
    clients.set(socket, served);
  });
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
  const dropAll = async () => {
    const gone = [...clients.values()];
    for (const socket of clients.keys()) socket.destroy();
    await Promise.all(gone);
  };
  const gateway: Gateway = { port: (server.address() as AddressInfo).port, dropAll, admits: true };
  return gateway;
}

async function turnAway(socket: Socket): Promise<void> {
  await openingOf(new Incoming(socket), socket);
  socket.end(errorFrame("57P03", "the database system is shutting down"));
}

let connections = 0;

async function serve(socket: Socket, awake: () => Promise<Served>): Promise<void> {
  const incoming = new Incoming(socket);
  const { opening: started } = await openingOf(incoming, socket);
  if (!started) return void socket.destroy();
  const { backend, greeting } = await awake();
  const user = started.user ?? "";
  socket.write(askPassword);
  const password = (await incoming.next(firstFrame))?.frame;
  if (password?.type !== "p") return void socket.destroy();
  const settings = await authenticate(backend, user, password.bytes.toString("utf8", 5, password.bytes.length - 1));
  if (!settings) return void socket.end(errorFrame("28P01", `password authentication failed for user "${user}"`));

  connections += 1;
  const [prefix, session] = [`c${connections}_`, { user, settings, touched: false }];
  socket.write(greeting);
  try {
    await converse({ socket, incoming, backend, session, prefix });
  } finally {
    await backend.forget(session, prefix);
  }
}

async function openingOf(incoming: Incoming, socket: Socket) {
  for (;;) {
    const opening = (await incoming.next(firstOpening))?.opening;
    if (opening?.kind !== "encryption") return { opening: opening?.kind === "start" ? opening.parameters : undefined };
    socket.write("N");
  }
}

interface Conversation {
  readonly socket: Socket;
  readonly incoming: Incoming;
  readonly backend: Backend;
  readonly session: Session;
  readonly prefix: string;
}

/** Messages after which the backend answers; the others wait for one of them. */
const answered = /[QSHFdcf]/;

async function converse({ socket, incoming, backend, session, prefix }: Conversation): Promise<void> {
  let unit: Buffer[] = [];
  socket.once("timeout", () =>
    socket.end(errorFrame("25P03", "terminating connection due to idle-in-transaction timeout")),
  );
  for (;;) {
    const frame: Frame | undefined = (await incoming.next(firstFrame))?.frame;
    if (!frame || frame.type === "X") return void socket.end();
    unit.push(withOwnNames(frame, prefix));
    if (!answered.test(frame.type)) continue;
    const messages = Buffer.concat(unit);
    unit = [];
    const kept = await backend.run(session, messages, (bytes) => socket.write(Buffer.from(bytes)));
    socket.setTimeout(kept ? idleInTransactionMs : 0);
  }
}

/** The bytes that a client sends, taken from the socket as they are asked for. */
class Incoming {
  #buffer: Buffer = Buffer.alloc(0);
  readonly #chunks: AsyncIterator<Buffer>;

  constructor(socket: Socket) {
    this.#chunks = socket[Symbol.asyncIterator]();
  }

  /** The next thing that `read` finds, or undefined at the end. */
  async next<T extends { rest: Buffer }>(read: (buffer: Buffer) => T | undefined): Promise<T | undefined> {
    for (;;) {
      const found = read(this.#buffer);
      if (found) {
        this.#buffer = found.rest;
        return found;
      }
      const { value, done } = await this.#chunks.next();
      if (done) return undefined;
      this.#buffer = Buffer.concat([this.#buffer, value]);
    }
  }
}
