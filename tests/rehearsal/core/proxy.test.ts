import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect as connectTls } from "node:tls";
import { execa } from "execa";
import { Hono } from "hono";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Certificates, createCertificates } from "../../../rehearsal/core/certificates.ts";
import { Edge } from "../../../rehearsal/core/edge.ts";
import { type ForwardProxy, startProxy } from "../../../rehearsal/core/proxy.ts";
import { type Listening, listen } from "../../../rehearsal/core/server.ts";

let certificates: Certificates;
let proxy: ForwardProxy;
let app: Listening;
let folder: string;
const edge = new Edge();

beforeAll(async () => {
  const hono = new Hono();
  hono.get("/hello", (c) => c.json({ host: c.req.header("host"), protocol: c.req.header("x-forwarded-proto") }));
  hono.post("/echo", async (c) => c.text(await c.req.text(), 201, { "x-seen": "yes" }));
  app = await listen(hono);
  edge.route("app.example", app.url);
  certificates = await createCertificates();
  proxy = await startProxy(edge, certificates);
  folder = await mkdtemp(join(tmpdir(), "cutover-proxy-"));
  await writeFile(join(folder, "ca.pem"), certificates.authority);
});

afterAll(async () => {
  await proxy.close();
  await app.close();
  await rm(folder, { recursive: true });
});

/** An unmodified Node program that only has the environment to go by. */
const node = (program: string) =>
  execa(process.execPath, ["--input-type=module", "-e", program], {
    reject: false,
    env: {
      HTTPS_PROXY: proxy.url,
      HTTP_PROXY: proxy.url,
      NO_PROXY: "127.0.0.1,localhost",
      NODE_USE_ENV_PROXY: "1",
      NODE_EXTRA_CA_CERTS: join(folder, "ca.pem"),
    },
  });

it("lets an unmodified client reach a public https name of the world", async () => {
  const run = await node(`console.log(await (await fetch("https://app.example/hello")).text())`);
  expect(JSON.parse(run.stdout)).toEqual({ host: "app.example", protocol: "https" });
});

it("passes method, body, status and headers through", async () => {
  const run = await node(
    `const r = await fetch("https://app.example/echo", { method: "POST", body: "hi" });
     console.log(r.status, r.headers.get("x-seen"), await r.text())`,
  );
  expect(run.stdout).toBe("201 yes hi");
});

it("serves several requests over one connection, also plain http", async () => {
  const run = await node(
    `for (const p of ["https", "https", "http"]) console.log((await (await fetch(p + "://app.example/hello")).json()).protocol)`,
  );
  expect(run.stdout.split("\n")).toEqual(["https", "https", "http"]);
});

it("refuses a host outside of the world and remembers its name", async () => {
  const run = await node(`await fetch("https://elsewhere.example/").then(() => {}, (e) => console.log(e.message))`);
  expect(run.stdout).toBe("fetch failed");
  expect(proxy.unknownHosts()).toContain("elsewhere.example");
});

/** Opens a tunnel by hand; resolves with the status line, the answer's rest and the socket. */
async function tunnel(host: string) {
  const { hostname, port } = new URL(proxy.url);
  const socket = connect(Number(port), hostname);
  socket.write(`CONNECT ${host}:443 HTTP/1.1\r\nHost: ${host}:443\r\n\r\n`);
  const [first] = (await once(socket, "data")) as [Buffer];
  return { answer: first.toString(), socket };
}

it("tells the reason in the status line of a refused tunnel, where clients without a look at the body show it", async () => {
  const { answer, socket } = await tunnel("nowhere.example");
  socket.destroy();
  expect(answer.split("\r\n")[0]).toBe("HTTP/1.1 502 nowhere.example is not part of this rehearsal");
});

it("serves certificates that name their keys and their use, and agrees on http/1.1 with clients that offer HTTP/2", async () => {
  const { socket } = await tunnel("app.example");
  const tls = connectTls({
    socket,
    servername: "app.example",
    ca: certificates.authority,
    ALPNProtocols: ["h2", "http/1.1"],
  });
  await once(tls, "secureConnect");
  const leaf = tls.getPeerX509Certificate();
  tls.destroy();
  const authority = new X509Certificate(certificates.authority);
  expect(tls.alpnProtocol).toBe("http/1.1");
  expect(leaf?.checkIssued(authority)).toBe(true);
  expect(leaf?.subjectAltName).toBe("DNS:app.example");
  const oids = (raw: Buffer) => ["551d0e", "551d23"].filter((oid) => raw.toString("hex").includes(`0603${oid}`));
  expect(oids(leaf?.raw ?? Buffer.alloc(0))).toEqual(["551d0e", "551d23"]);
  expect(oids(authority.raw)).toEqual(["551d0e"]);
});

it("breaks an answer off where its server does", async () => {
  const broken = createServer((_from, to) => {
    to.writeHead(200, { "content-length": 100 });
    to.write("half", () => to.destroy());
  });
  await new Promise<void>((resolve) => broken.listen(0, "127.0.0.1", resolve));
  edge.route("broken.example", `http://127.0.0.1:${(broken.address() as AddressInfo).port}`);
  const run = await node(`await (await fetch("https://broken.example/")).text().catch((e) => console.log(e.message))`);
  broken.close();
  expect(run.stdout).toBe("terminated");
});

it("says which server did not answer", async () => {
  edge.route("gone.example", "http://127.0.0.1:1");
  const run = await node(`const r = await fetch("https://gone.example/"); console.log(r.status, await r.text())`);
  expect(run.stdout).toMatch(/^502 gone\.example did not answer: .*ECONNREFUSED/);
});
