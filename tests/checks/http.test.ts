import { Hono } from "hono";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type HttpExpectation, type HttpProbe, probeHttp } from "../../checks/http.ts";
import type { HttpRequest } from "../../checks/http-exchange.ts";
import { compileBodySchema } from "../../config/body-schema.ts";
import { type Listening, listen } from "../../rehearsal/core/server.ts";

const at = new Date("2026-11-20T03:00:00Z");
const world = { fetch: (url: string, init: RequestInit) => fetch(url, init), now: () => at };

let server: Listening;
const app = new Hono()
  .get("/health", (c) => c.json({ status: "healthy", processors_available: true, "odd key": [1, 2] }))
  .get("/broken", (c) => c.json({ status: "healthy", processors_available: false }))
  .get("/starting", (c) => c.json({ detail: "processors not loaded" }, 503))
  .get("/moved", (c) => c.redirect("/health", 307))
  .get("/page", (c) => c.html("<h1>Sign in</h1>"))
  .get("/hostile", (c) => c.text("\u001b[31mred\u001b[0m\n::error::boo ##[error] \u202egnp", 500))
  .get("/big", (c) => c.text("x".repeat(1024 * 1024 + 1)))
  .get("/slow", () => new Promise<Response>(() => {}))
  .get("/sunset", (c) => {
    c.header("Deprecation", "true");
    c.header("Sunset", "Sat, 01 Mar 2026 00:00:00 GMT");
    return c.json({});
  })
  .post("/echo", async (c) =>
    c.json({ body: await c.req.json(), type: c.req.header("content-type"), auth: c.req.header("authorization") }, 418),
  );

beforeAll(async () => {
  server = await listen(app);
});
afterAll(() => server.close());

const healthy = compileBodySchema({
  type: "object",
  required: ["status", "processors_available"],
  properties: { status: { const: "healthy" }, processors_available: { const: true } },
});

function probe(
  path: string,
  expectation: Partial<HttpExpectation> = {},
  request: Partial<HttpRequest> = {},
): HttpProbe {
  return {
    name: "a check",
    request: { url: server.url + path, method: "GET", headers: {}, ...request },
    expect: { status: 200, headers: {}, ...expectation },
    timeoutMs: 2000,
  };
}

const ask = (...args: Parameters<typeof probe>) => probeHttp(probe(...args), world);

describe("a passing probe", () => {
  it("S0.6 passes when status and body are as declared, and says all that is needed to believe it", async () => {
    expect(await ask("/health", { body: healthy })).toEqual({
      name: "a check",
      outcome: "pass",
      observed: "200",
      expected: "200, a body as its schema says",
      differences: [],
      warnings: [],
      sampleSize: 1,
      window: { from: at, to: at },
      request: `GET ${server.url}/health`,
      at,
    });
  });

  it("S0.8 compares headers byte for byte with names in any case, and warns about a wrong weekday", async () => {
    const verdict = await ask("/sunset", { headers: { SUNSET: "Sat, 01 Mar 2026 00:00:00 GMT", deprecation: "true" } });
    expect(verdict).toMatchObject({
      outcome: "pass",
      warnings: ["header sunset says Sat, but that date is a Sun: Sat, 01 Mar 2026 00:00:00 GMT"],
    });
  });
});

describe("a failing probe", () => {
  it.each([
    [
      "S0.6 processors that are not available",
      "/broken",
      { body: healthy },
      "body.processors_available",
      "false",
      "true",
    ],
    ["S0.6 a 503", "/starting", { body: healthy }, "status", "503", "200"],
    ["S0.6 a redirect", "/moved", {}, "status", "307", "200"],
    ["S0.6 a redirect even where its status is expected", "/moved", { status: 307 }, "status", "307", "307"],
    [
      "S0.8 a header in another case",
      "/sunset",
      { headers: { deprecation: "True" } },
      "header deprecation",
      '"true"',
      '"True"',
    ],
    ["S0.8 a missing header", "/health", { headers: { Sunset: "soon" } }, "header sunset", "missing", '"soon"'],
    ["a page where JSON was expected", "/page", { body: healthy }, "body", "not JSON", "JSON"],
    [
      "an answer slower than declared",
      "/health",
      { maxDurationMs: -1 },
      "duration",
      expect.stringMatching(/^\d+ ms$/),
      "at most -1 ms",
    ],
  ])("fails on %s", async (_title, path, expectation, where, observed, expected) => {
    const verdict = await ask(path, expectation);
    expect(verdict.outcome).toBe("fail");
    expect(verdict.differences).toEqual([expect.objectContaining({ at: where, observed, expected })]);
  });

  it.each([
    ["a missing property", { required: ["ready"] }, "body.ready", "missing"],
    ["a nested value", { properties: { "odd key": { items: { maximum: 1 } } } }, 'body["odd key"][1]', "2"],
    ["a type", { properties: { status: { type: "number" } } }, "body.status", '"healthy"'],
    [
      "an unexpected property",
      { properties: { status: true, "odd key": true }, additionalProperties: false },
      "body.processors_available",
      "present",
    ],
  ])("says where in the body: %s", async (_title, schema, where, observed) => {
    const { differences } = await ask("/health", { body: compileBodySchema(schema) });
    expect(differences).toEqual([expect.objectContaining({ at: where, observed })]);
  });

  it("tells where a redirect leads and what an error says", async () => {
    expect((await ask("/moved")).differences[0]?.detail).toBe("redirects to /health");
    expect((await ask("/starting")).differences[0]?.detail).toBe('{"detail":"processors not loaded"}');
  });

  it("takes escape sequences, direction marks and workflow commands out of remote text", async () => {
    expect((await ask("/hostile")).differences[0]?.detail).toBe("red : :error: :boo # #[error] gnp");
  });

  it("sends JSON, and shows neither a secret header nor a secret parameter, even when the answer repeats it", async () => {
    const verdict = await ask(
      "/echo?token=parameter-secret",
      {},
      { method: "POST", headers: { authorization: "Bearer header-secret" }, json: { a: 1, password: "body-secret" } },
    );
    expect(verdict.request).toBe(`POST ${server.url}/echo?token=…`);
    expect(verdict.differences[0]?.detail).toBe(
      '{"body":{"a":1,"password":"[redacted]"},"type":"application/json","auth":"[redacted]"}',
    );
    expect(JSON.stringify(verdict)).not.toMatch(/-secret/);
  });
});

describe("an error of measuring is not a failure of the measured (D5)", () => {
  it("is inconclusive when nothing listens", async () => {
    const closed = await listen(app);
    await closed.close();
    const verdict = await ask("/", {}, { url: `${closed.url}/health` });
    expect(verdict).toMatchObject({ outcome: "inconclusive", observed: "no answer", sampleSize: 0, differences: [] });
    expect(verdict.reason).toBe("connection refused (ECONNREFUSED)");
  });

  it("is inconclusive when no answer comes in time", async () => {
    const verdict = await probeHttp({ ...probe("/slow"), timeoutMs: 20 }, world);
    expect(verdict).toMatchObject({ outcome: "inconclusive", reason: "no answer within 0.02 s" });
  });

  it("is inconclusive when the body is too large to judge", async () => {
    const verdict = await ask("/big", { body: healthy });
    expect(verdict).toMatchObject({
      outcome: "inconclusive",
      reason: "the body is larger than 1048576 bytes, so it was not judged",
    });
  });

  it("fails nevertheless when a header of such an answer is wrong", async () => {
    expect(await ask("/big", { body: healthy, headers: { sunset: "soon" } })).toMatchObject({ outcome: "fail" });
  });
});

it("stops with the signal's reason when it is aborted", async () => {
  const stop = new AbortController();
  const running = probeHttp(probe("/slow"), world, stop.signal);
  stop.abort(new Error("enough"));
  await expect(running).rejects.toThrow("enough");
});
