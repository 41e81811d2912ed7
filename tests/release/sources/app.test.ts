import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import type { History, RolloutEvent } from "../../../release/evidence/evidence.ts";
import { openSources, type SourcesOptions } from "../../../release/sources/open-sources.ts";

const { signal } = new AbortController();
const at = (minute: number) => new Date(Date.UTC(2026, 1, 10, 12, minute));
const open = (more: Partial<SourcesOptions>) =>
  openSources({ env: {}, subject: { services: {} }, site: { logs: async () => [] }, evidence: undefined, ...more })
    .sources;

describe("complaints", () => {
  const complaint = (minute: number, text: string) =>
    ({ kind: "complaint", text, at: at(minute), id: minute, actor: "ann" }) as RolloutEvent;
  const history: History = {
    now: at(30),
    events: [complaint(1, "too early"), complaint(10, "stuck\u001b[31m"), complaint(30, "just now")],
    checkpoints: [],
  };

  it("S2.6 are those of the window, the last moment included", async () => {
    const sources = open({ evidence: { history: async () => history } });
    expect(await sources.complaints({ from: at(10), to: at(30) })).toEqual({ count: 2, texts: ["stuck", "just now"] });
  });

  it("D5 cannot be measured where no evidence is kept, or it cannot be read", async () => {
    const window = { from: at(0), to: at(30) };
    expect(await open({}).complaints(window)).toEqual({
      unmeasured: "CUTOVER_DATABASE_URL is not set, so no complaints are on record",
    });
    const broken = open({ evidence: { history: () => Promise.reject(new Error("no connection\n  at x")) } });
    expect(await broken.complaints(window)).toEqual({ unmeasured: "no connection" });
  });
});

describe("lines of the frontend", () => {
  const lines = [
    { at: at(2), message: "Routing import request for user 2: routed to v2" },
    { at: at(1), message: "Routing import request for user 1: routed to v1" },
    { at: at(3), message: "GET /" },
  ];

  it("S2.4 are counted by text, the oldest first, and a window is read once for all that ask", async () => {
    let read = 0;
    const logs = async () => {
      read++;
      return lines;
    };
    const sources = open({ site: { logs } });
    const count = (...text: string[]) => sources.vercelLogs({ from: at(0), to: at(30), text }, signal);

    expect(await count("routed to v2")).toMatchObject({ count: 1 });
    expect(await count("routed to v1", "routed to v2")).toEqual({
      count: 2,
      lines: [lines[1]?.message, lines[0]?.message],
    });
    expect(read).toBe(1);
  });

  it("D5 cannot be measured where Vercel does not give them, and are asked for again", async () => {
    let read = 0;
    const sources = open({ site: { logs: async () => Promise.reject(new Error(`refused ${++read}`)) } });
    const query = { from: at(0), to: at(30), text: ["x"] };
    expect(await sources.vercelLogs(query, signal)).toEqual({ unmeasured: "refused 1" });
    expect(await sources.vercelLogs(query, signal)).toEqual({ unmeasured: "refused 2" });
  });
});

describe("a request to the app", () => {
  const probe = {
    request: { method: "GET", path: "/health", headers: {} },
    expect: { status: 200, headers: {} },
    timeoutMs: 2000,
  };

  async function api(body: string) {
    const server = createServer((request, response) => response.end(request.url === "/health" ? body : ""));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => {
      server.close();
    });
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  it("S2.6 goes to the address of the api, and gives the body as JSON", async () => {
    const sources = open({ subject: { services: {}, api: await api('{"status":"healthy"}') } });
    expect(await sources.http("api", probe, signal)).toMatchObject({
      verdict: { outcome: "pass", observed: "200" },
      body: { status: "healthy" },
    });
  });

  it("gives no body where it is no JSON", async () => {
    const sources = open({ subject: { services: {}, api: await api("<html>") } });
    expect((await sources.http("api", probe, signal)).body).toBeUndefined();
  });

  it.each([
    ["api", "the stack declares no api at Render"],
    ["frontend", "the stack declares no domain of the frontend"],
  ] as const)("D5 cannot be made where the stack has no %s", async (target, reason) => {
    expect(await open({}).http(target, probe, signal)).toMatchObject({ verdict: { outcome: "inconclusive", reason } });
  });
});

describe("a query", () => {
  const limits = { timeoutMs: 100, signal };

  it("D5 cannot be made without an address, or with one that is none, which is not shown", async () => {
    const window = { from: at(0), to: at(30) };
    expect(await open({}).sql("select 1", window, limits)).toEqual({
      unmeasured: "CUTOVER_GATES_DATABASE_URL is not set; see npx cutover evidence install",
    });
    const odd = await open({ env: { CUTOVER_GATES_DATABASE_URL: "mysql://reader:s3cret@db.example/app" } }).sql(
      "select 1",
      window,
      limits,
    );
    expect(odd).toEqual({ unmeasured: expect.stringMatching(/^DATABASE_URL_INVALID/) });
    expect(JSON.stringify(odd)).not.toContain("s3cret");
  });
});
