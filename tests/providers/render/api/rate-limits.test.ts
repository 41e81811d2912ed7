import { afterEach, expect, it, vi } from "vitest";
import { bucketOf, Limiter } from "../../../../providers/render/api/limiter.ts";
import { eventually } from "../../../support/eventually.ts";
import { scripted, service } from "../support/scripted-server.ts";

afterEach(() => {
  vi.useRealTimers();
});
const headers = (values: Record<string, string>) => new Headers(values);
/** Milliseconds that a bucket is closed for after this answer. */
async function closedMs(status: number, values: Record<string, string>): Promise<number> {
  const limiter = new Limiter();
  limiter.learn("reads", status, headers(values));
  const lines: string[] = [];
  const stop = new AbortController();
  const waiting = limiter.free(
    "reads",
    { signal: stop.signal, progress: (line) => lines.push(line) },
    Number.POSITIVE_INFINITY,
  );
  stop.abort();
  await waiting.catch(() => {});
  return Number(/waiting (\d+) s/.exec(lines[0] ?? "")?.[1] ?? 0);
}

it.each([
  ["Retry-After in seconds", 429, { "retry-after": "30" }, 31],
  ["Retry-After before Ratelimit-Reset", 429, { "retry-after": "30", "ratelimit-reset": "50" }, 31],
  ["Ratelimit-Reset in seconds remaining", 429, { "ratelimit-reset": "41" }, 42],
  ["Ratelimit-Reset as Unix time", 429, { "ratelimit-reset": String(Math.ceil(Date.now() / 1000) + 20) }, 21],
  ["Retry-After as a date", 429, { "retry-after": new Date(Date.now() + 20_000).toUTCString() }, 21],
  ["Ratelimit-Reset where Retry-After is no time", 429, { "retry-after": "soon", "ratelimit-reset": "41" }, 42],
  ["a bucket that this answer used up", 200, { "ratelimit-remaining": "0", "ratelimit-reset": "12" }, 13],
  ["Retry-After of a 503", 503, { "retry-after": "8" }, 9],
  ["no wait while requests remain", 200, { "ratelimit-remaining": "5", "ratelimit-reset": "12" }, 0],
])("waits by %s", async (_title, status, values, seconds) => {
  const waited = await closedMs(status, values);
  expect(waited).toBeGreaterThanOrEqual(seconds - 1);
  expect(waited).toBeLessThanOrEqual(seconds);
});

it("waits 1, 2, 4 … s when a refusal does not say how long", () => {
  const limiter = new Limiter();
  const now = vi.spyOn(performance, "now").mockReturnValue(0);
  const waits = [1, 2, 3].map(() => {
    limiter.learn("reads", 429, headers({}));
    const lines: string[] = [];
    const stop = new AbortController();
    limiter.free("reads", { signal: stop.signal, progress: (line) => lines.push(line) }, 1e9).catch(() => {});
    stop.abort();
    return lines[0] ?? "short";
  });
  now.mockRestore();
  expect(waits.map((line) => /waiting (\d+) s/.exec(line)?.[1])).toEqual([undefined, "2", "4"]);
});

it("survives a storm of refusals and serves every request in the end", async () => {
  let refusals = 30;
  const server = await scripted(() =>
    refusals-- > 0
      ? { status: 429, headers: { "ratelimit-reset": "0" }, body: { message: "rate limit exceeded" } }
      : { status: 200, body: service() },
  );
  const client = server.client();
  const all = await Promise.all(Array.from({ length: 10 }, () => client.services.find(service().id)));
  expect(all.map((found) => found?.name)).toEqual(Array(10).fill("api"));
});

it("lets all requests of a bucket wait for one refusal, and others pass", async () => {
  const server = await scripted((asked, index) => {
    if (index === 0) return { status: 429, headers: { "ratelimit-reset": "0" } };
    return asked.method === "GET" ? { status: 200, body: service() } : { status: 200, body: {} };
  });
  const client = server.client();
  const first = client.services.find(service().id);
  await eventually(() => expect(server.asked).toHaveLength(1));
  await client.envVars.put(service().id, "A", "1");
  await Promise.all([first, client.services.find(service().id)]);
  const [refused, put, ...reads] = server.asked;
  expect(put?.method).toBe("PUT");
  for (const read of reads) expect(read.atMs - (refused?.atMs ?? 0)).toBeGreaterThanOrEqual(240);
});

it("reports a wait that would take too long instead of waiting", async () => {
  const server = await scripted([{ status: 429, headers: { "ratelimit-reset": "3000" } }]);
  await expect(server.client().services.find(service().id)).rejects.toThrow(
    "Render's rate limit for reads is used up for another 51 min",
  );
});

it("stops waiting at once when aborted", async () => {
  const server = await scripted([{ status: 429, headers: { "ratelimit-reset": "600" } }]);
  const stop = new AbortController();
  const waiting = server
    .client()
    .services.find(service().id, { signal: stop.signal, progress: () => stop.abort(new Error("Ctrl-C")) });
  await expect(waiting).rejects.toThrow("Ctrl-C");
  expect(server.asked).toHaveLength(1);
});

it("stops a request in flight at once when aborted", async () => {
  const stop = new AbortController();
  const server = await scripted(() => {
    setImmediate(() => stop.abort(new Error("Ctrl-C")));
    return "hang";
  });
  await expect(server.client().services.find(service().id, { signal: stop.signal })).rejects.toThrow("Ctrl-C");
});

it("shares what one client of the process has learnt with another that speaks to the same API", async () => {
  const server = await scripted((_asked, index) =>
    index === 0
      ? { status: 200, headers: { "ratelimit-remaining": "0", "ratelimit-reset": "0" }, body: service() }
      : { status: 200, body: service() },
  );
  await server.client().services.find(service().id);
  await server.client().services.find(service().id);
  const [last, other] = server.asked;
  expect((other?.atMs ?? 0) - (last?.atMs ?? 0)).toBeGreaterThanOrEqual(240);
});

it("counts creations of services and of each kind of store apart from other writes", () => {
  const buckets = ["/services", "/postgres", "/key-value", "/env-groups"].map((path) => bucketOf("POST", path));
  expect(new Set(buckets).size).toBe(4);
});

it("counts a service's updates apart from those of another", () => {
  expect(bucketOf("PATCH", "/services/srv-1")).not.toBe(bucketOf("PATCH", "/services/srv-2"));
  expect(bucketOf("POST", "/services/srv-1/deploys")).not.toBe(bucketOf("POST", "/services/srv-1/scale"));
  expect(bucketOf("PUT", "/services/srv-1/env-vars/A")).toBe(bucketOf("DELETE", "/services/srv-2"));
});
