import { createServer, type IncomingHttpHeaders, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { pipeline } from "node:stream";
import { TLSSocket } from "node:tls";
import type { Certificates } from "./certificates.ts";
import type { Edge } from "./edge.ts";

export interface ForwardProxy {
  /** `http://127.0.0.1:PORT`, for `HTTPS_PROXY` and `HTTP_PROXY`. */
  readonly url: string;
  /** Hosts that were asked for and are not in the world, each once. */
  unknownHosts(): string[];
  close(): Promise<void>;
}

/**
 * A forward proxy that ends TLS with the world's own certificates and hands each request to the server that the edge
 * names for the host. A host the edge does not know is refused, so nothing in a rehearsal can reach the outside.
 */
export async function startProxy(edge: Edge, certificates: Certificates): Promise<ForwardProxy> {
  const sockets = new Set<Socket>();
  const unknown = new Set<string>();

  const forward = (host: string, path: string, from: IncomingMessage, to: ServerResponse, protocol: string) => {
    const origin = edge.originOf(host);
    if (!origin) {
      unknown.add(host);
      to.writeHead(502, { "content-type": "text/plain" }).end(`${notHere(host)}\n`);
      return;
    }
    const onward = request(new URL(path, origin), {
      method: from.method,
      headers: { ...endToEnd(from.headers), "x-forwarded-host": host, "x-forwarded-proto": protocol },
    });
    onward.on("response", (answer) => {
      to.writeHead(answer.statusCode ?? 502, answer.statusMessage, endToEnd(answer.headers));
      // An answer that breaks off breaks off here too: the client must not wait for its rest.
      pipeline(answer, to, () => {});
    });
    onward.on("error", (error) => {
      if (!to.headersSent) to.writeHead(502, { "content-type": "text/plain" });
      to.end(`${host} did not answer: ${error.message}\n`);
    });
    to.on("close", () => onward.destroy());
    from.pipe(onward);
  };

  // Requests inside a tunnel, where the host is the Host header's.
  const insideOf = (protocol: string) =>
    createServer(patient, (from, to) => forward(hostOf(from.headers.host), from.url ?? "/", from, to, protocol));
  const [secure, plain] = [insideOf("https"), insideOf("http")];
  const server = createServer(patient, (from, to) => {
    const url = URL.canParse(from.url ?? "") ? new URL(from.url ?? "") : undefined;
    if (url) forward(url.hostname, url.pathname + url.search, from, to, "http");
    else to.writeHead(400).end("This is a forward proxy: send an absolute URL\n");
  });

  server.on("connect", (from, socket: Socket, head: Buffer) => {
    const host = hostOf(from.url);
    socket.on("error", () => socket.destroy());
    if (!edge.originOf(host)) {
      unknown.add(host);
      refuse(socket, host);
      return;
    }
    certificates.for(host).then(
      (secureContext) => {
        socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
        if (head.length > 0) socket.unshift(head);
        socket.once("readable", () => {
          const first: Buffer | null = socket.read(1);
          if (!first) return void socket.destroy();
          socket.unshift(first);
          if (first[0] !== tlsHandshake) return void plain.emit("connection", socket);
          const tls = new TLSSocket(socket, { isServer: true, secureContext, ALPNProtocols: ["http/1.1"] });
          tls.on("error", () => tls.destroy());
          secure.emit("connection", tls);
        });
      },
      () => socket.end("HTTP/1.1 500 Internal Server Error\r\n\r\n"),
    );
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });

  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    unknownHosts: () => [...unknown].sort(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** Clients may hold a connection between two polls for as long as they like; `close` ends them all. */
const patient = { keepAliveTimeout: 0, requestTimeout: 0 } as const;

const notHere = (host: string) => `${host} is not part of this rehearsal`;

/** Many clients show nothing but the status line of a refused tunnel, so the reason is there as well. */
function refuse(socket: Socket, host: string): void {
  const text = `${notHere(host)}\n`;
  const head = [
    `HTTP/1.1 502 ${notHere(host.replace(/[^\w.:[\]-]/g, "?"))}`,
    "Connection: close",
    "Content-Type: text/plain",
  ];
  socket.end(`${head.join("\r\n")}\r\nContent-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
}

/** Headers without those that are about one connection only. */
function endToEnd(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const {
    connection,
    "keep-alive": _1,
    "proxy-connection": _2,
    "proxy-authorization": _3,
    te: _4,
    ...others
  } = headers;
  for (const name of (connection ?? "").toLowerCase().split(/\s*,\s*/)) delete others[name];
  return others;
}

/** The first byte of a TLS connection; some clients tunnel plain http as well. */
const tlsHandshake = 0x16;

const hostOf = (authority = "") => authority.replace(/:\d+$/, "").toLowerCase();
