import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
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
  expect(proxy.unknownHosts()).toEqual(["elsewhere.example"]);
});

it("says which server did not answer", async () => {
  edge.route("gone.example", "http://127.0.0.1:1");
  const run = await node(`const r = await fetch("https://gone.example/"); console.log(r.status, await r.text())`);
  expect(run.stdout).toMatch(/^502 gone\.example did not answer: .*ECONNREFUSED/);
});
