import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { baseUrlOf, DEFAULT_BASE_URL } from "../../../../providers/render/api/base-url.ts";
import {
  Deploy,
  EnvVarEntry,
  Service,
  ServiceAndDeploy,
  ServiceEntry,
} from "../../../../providers/render/api/schemas.ts";
import { pathOf } from "../../../../providers/render/api/transport.ts";
import { scripted, service, TOKEN } from "../support/scripted-server.ts";

const id = service().id;
const entry = (index: number) => ({ envVar: { key: `K${index}`, value: "v" }, cursor: `c${index}` });
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => entry(from + index));

describe("lists", () => {
  it("follows the last item's cursor until a short page", async () => {
    const server = await scripted([
      { status: 200, body: range(0, 100) },
      { status: 200, body: range(100, 130) },
    ]);
    expect(Object.keys(await server.client().envVars.all(id))).toHaveLength(130);
    expect(server.asked.map(({ path }) => path)).toEqual([
      `/services/${id}/env-vars?limit=100`,
      `/services/${id}/env-vars?limit=100&cursor=c99`,
    ]);
  });

  it("ends at an empty page, and at a cursor that does not move on", async () => {
    const server = await scripted([
      { status: 200, body: range(0, 100) },
      { status: 200, body: [] },
      { status: 200, body: range(0, 100) },
      { status: 200, body: range(0, 100) },
    ]);
    expect(Object.keys(await server.client().envVars.all(id))).toHaveLength(100);
    expect(Object.keys(await server.client().envVars.all(id))).toHaveLength(100);
    expect(server.asked).toHaveLength(4);
  });

  it("takes only the exact name of the workspace, whatever the filter lets through", async () => {
    const found = [{ name: "api-2" }, { name: "api", ownerId: "tea-other" }];
    const body = found.map((changes, index) => ({ service: service(changes), cursor: `c${index}` }));
    const server = await scripted([{ status: 200, body }]);
    expect(await server.client().services.named("tea-1", "api")).toBeUndefined();
    expect(server.asked[0]?.path).toBe("/services?name=api&ownerId=tea-1&limit=100");
  });
});

describe("answers", () => {
  it("takes 404 and 410 for gone", async () => {
    const server = await scripted([
      { status: 404, body: { message: `not found: ${id}` } },
      { status: 410 },
      { status: 404 },
    ]);
    const { services } = server.client();
    expect(await services.find(id)).toBeUndefined();
    expect(await services.find(id)).toBeUndefined();
    await services.remove(id);
    expect(server.asked[2]?.method).toBe("DELETE");
  });

  it("takes a deploy's 202 without a body", async () => {
    const server = await scripted([{ status: 202 }]);
    expect(await server.client().deploys.start(id, {})).toBeUndefined();
  });

  it("gives log lines oldest first, as plain text", async () => {
    const logs = [
      { id: "2", message: "\u001b[31mlast\u001b[0m", timestamp: "2026-01-01T00:00:02Z", labels: [] },
      { id: "1", message: "::error::first", timestamp: "2026-01-01T00:00:01Z", labels: [] },
    ];
    const server = await scripted([{ status: 200, body: { hasMore: false, logs } }]);
    const lines = await server
      .client()
      .logs.last({ ownerId: "tea-1", resource: id, types: ["app", "build"], limit: 20 });
    expect(lines).toEqual([": :error::first", "last"]);
    expect(server.asked[0]?.path).toBe(
      `/logs?ownerId=tea-1&resource=${id}&type=app%2Cbuild&direction=backward&limit=20`,
    );
  });
});

describe("secrets", () => {
  const secret = "sk-live/very+secret value";

  it("sends the token in the header", async () => {
    const server = await scripted([{ status: 200, body: service() }]);
    await server.client().services.find(id);
    expect(server.asked[0]?.authorization).toBe(`Bearer ${TOKEN}`);
  });

  it("shows neither the token nor an env value, even when the server repeats them", async () => {
    const forms = [secret, encodeURIComponent(secret), Buffer.from(secret).toString("base64"), TOKEN];
    const server = await scripted(() => ({ status: 400, body: { message: `bad value ${forms.join(" or ")}` } }));
    const { envVars, services } = server.client();
    const errors = await Promise.all(
      [
        envVars.put(id, "KEY", secret),
        envVars.replace(id, { KEY: secret }),
        services.create({ envVars: [{ key: "KEY", value: secret }] }, [secret]),
      ].map((asking) => asking.then(String, (error: unknown) => JSON.stringify(error) + String(error))),
    );
    for (const text of errors) {
      expect(text).toContain("bad value [secret]");
      for (const form of forms) expect(text).not.toContain(form);
    }
  });
});

describe("addresses", () => {
  it.each([
    ["http://127.0.0.1:4010/v1/", "http://127.0.0.1:4010/v1"],
    ["http://localhost:1", "http://localhost:1"],
    ["http://[::1]:1/v1", "http://[::1]:1/v1"],
    [`${DEFAULT_BASE_URL}/`, DEFAULT_BASE_URL],
    [undefined, DEFAULT_BASE_URL],
  ])("accepts %s", (given, expected) => {
    expect(baseUrlOf(given)).toBe(expected);
  });

  it.each([
    "https://api.render.com.evil.example/v1",
    "https://evil.example",
    "https://127.0.0.1.evil.example",
    "http://user@127.0.0.1",
    "http://api.render.com/v1",
    "https://api.render.com/v2",
    "ftp://127.0.0.1",
    "nonsense",
  ])("refuses %s, where the token must not go", (given) => {
    expect(() => baseUrlOf(given)).toThrow("RENDER_BASE_URL_REFUSED");
  });

  it("escapes values in paths and refuses those that would address something else", () => {
    expect(pathOf`/services/${"srv-1"}/env-vars/${"A/B?x"}`).toBe("/services/srv-1/env-vars/A%2FB%3Fx");
    expect(() => pathOf`/services/${".."}/env-vars`).toThrow(RangeError);
    expect(() => pathOf`/services/${""}`).toThrow(RangeError);
  });
});

const recorded = new URL("../../../../../shared/vendor/render-recorded-exchanges.json", import.meta.url);
const Exchanges = z.array(
  z.object({
    method: z.string(),
    path: z.string(),
    status: z.number(),
    examples: z.array(z.object({ response: z.unknown() })),
  }),
);

describe.skipIf(!existsSync(recorded))(
  "recorded exchanges (skipped where ../shared is not beside the repository)",
  () => {
    const cases = [
      { title: "services", match: /^(GET|PATCH) \/v1\/services\/\{\w+\} 200$/, schema: Service, atLeast: 20 },
      { title: "created services", match: /^POST \/v1\/services 201$/, schema: ServiceAndDeploy, atLeast: 12 },
      { title: "lists of services", match: /^GET \/v1\/services 200$/, schema: z.array(ServiceEntry), atLeast: 1 },
      {
        title: "env vars",
        match: /^(GET|PUT) \/v1\/services\/\{\w+\}\/env-vars 200$/,
        schema: z.array(EnvVarEntry),
        atLeast: 4,
      },
      { title: "started deploys", match: /^POST \/v1\/services\/\{\w+\}\/deploys 201$/, schema: Deploy, atLeast: 2 },
    ];
    it.each(cases)("reads $title as Render answered them", ({ match, schema, atLeast }) => {
      const exchanges = Exchanges.parse(JSON.parse(readFileSync(recorded, "utf8")));
      const examples = exchanges
        .filter(({ method, path, status }) => match.test(`${method} ${path} ${status}`))
        .flatMap((exchange) => exchange.examples);
      expect(examples.length).toBeGreaterThanOrEqual(atLeast);
      for (const { response } of examples) expect(schema.safeParse(response).error).toBeUndefined();
    });
  },
);
