import { describe, expect, it } from "vitest";
import { Faults } from "../../../rehearsal/core/faults.ts";
import { ownerId, startWorld, webService } from "./render-world.ts";

describe("who may call", () => {
  it.each([{ authorization: "" }, { authorization: "Bearer wrong" }, { authorization: "Basic x" }])(
    "answers 401 to %o",
    async (headers) => {
      const { call } = await startWorld();

      expect(await call("GET", "/owners", undefined, headers)).toMatchObject({
        status: 401,
        body: { message: "unauthorized" },
      });
    },
  );

  it("answers 406 to a client that takes no JSON", async () => {
    expect((await (await startWorld()).call("GET", "/owners", undefined, { accept: "text/html" })).status).toBe(406);
  });
});

describe("workspaces", () => {
  it("S1.16 lists and shows them", async () => {
    const { get } = await startWorld();
    const { body } = await get("/owners");

    expect(body).toEqual([
      { owner: expect.objectContaining({ id: ownerId, type: "team" }), cursor: expect.any(String) },
    ]);
    expect((await get("/owners?name=nobody")).body).toEqual([]);
    expect((await get(`/owners/${ownerId}`)).body).toEqual(body[0].owner);
    expect(await get("/owners/tea-x")).toMatchObject({ status: 404, body: { message: "not found: tea-x" } });
  });

  it("are those that the world was started with", async () => {
    const { get } = await startWorld({ owners: ["tea-a", "tea-b"] });

    expect((await get("/owners/tea-b")).body.id).toBe("tea-b");
    expect((await get(`/owners/${ownerId}`)).status).toBe(404);
  });
});

describe("what this world cannot have", () => {
  it.each(["projects", "environments", "postgres", "key-value", "env-groups", "webhooks"])(
    "S1.16 lists no %s, and finds none",
    async (noun) => {
      const { get, post, render } = await startWorld();

      expect(await get(`/${noun}?limit=100`)).toMatchObject({ status: 200, body: [] });
      expect(await get(`/${noun}/x-1`)).toMatchObject({ status: 404, body: { message: "not found: x-1" } });
      expect(render.unknownRoutes()).toEqual([]);
      expect((await post(`/${noun}`, {})).status).toBe(405);
    },
  );

  it("has one user, the key's", async () => {
    expect((await (await startWorld()).get("/users")).body).toEqual({
      name: "Acme Brains",
      email: "team@acme-brains.example",
    });
  });
});

describe("routes that are not served", () => {
  it("answers 404, or 405 where another method is served, and remembers both", async () => {
    const { get, put, render } = await startWorld();

    expect(await get("/blueprints")).toMatchObject({ status: 404, body: { message: "not found: /v1/blueprints" } });
    expect((await put("/services/srv-x")).status).toBe(405);
    expect(render.unknownRoutes()).toEqual(["GET /v1/blueprints", "PUT /v1/services/srv-x"]);
  });
});

describe("pages", () => {
  it("stay where they were when services come and go", async () => {
    const { create, get, remove } = await startWorld();
    const ids: string[] = [];
    for (const name of ["a", "b", "c", "d"]) ids.push((await create({ name }, { settle: false })).id);
    const names = (body: { service: { name: string } }[]) => body.map(({ service }) => service.name);

    const first = (await get("/services?limit=2")).body;
    await create({ name: "e" }, { settle: false });
    await remove(`/services/${ids[2]}`);
    const second = (await get(`/services?limit=2&cursor=${first[1].cursor}`)).body;

    expect([names(first), names(second)]).toEqual([
      ["d", "c"],
      ["b", "a"],
    ]);
    expect((await get(`/services?cursor=${second[1].cursor}`)).body).toEqual([]);
  });

  it("have opaque cursors that stay with their item", async () => {
    const { create, put, get } = await startWorld();
    const { id } = await create();
    await put(`/services/${id}/env-vars`, [{ key: "A", value: "1" }]);
    const before = (await get(`/services/${id}/env-vars`)).body[0].cursor;
    await put(`/services/${id}/env-vars/B`, { value: "2" });

    expect(before).toMatch(/^[\w-]{20,}$/);
    expect((await get(`/services/${id}/env-vars?limit=1&cursor=`)).body[0].envVar.key).toBe("B");
    expect((await get(`/services/${id}/env-vars`)).body[1].cursor).toBe(before);
  });

  it("hold 20 items unless asked otherwise, at most 100", async () => {
    const { create, put, get } = await startWorld();
    const { id } = await create();
    await put(
      `/services/${id}/env-vars`,
      Array.from({ length: 120 }, (_, index) => ({ key: `K${index}`, value: "" })),
    );

    expect((await get(`/services/${id}/env-vars`)).body).toHaveLength(20);
    expect((await get(`/services/${id}/env-vars?limit=100`)).body).toHaveLength(100);
  });
});

describe("rate limits", () => {
  it("count down in every answer and name the window's rest in seconds", async () => {
    const { get, clock } = await startWorld();
    const first = await get("/owners");
    clock.advance(20_000);
    const second = await get("/owners/none");

    expect(first.headers.get("ratelimit-limit")).toBe("400");
    expect(first.headers.get("ratelimit-remaining")).toBe("399");
    expect(first.headers.get("ratelimit-reset")).toBe("60");
    expect(second.headers.get("ratelimit-remaining")).toBe("398");
    expect(Number(second.headers.get("ratelimit-reset"))).toBeLessThanOrEqual(40);
    expect(second.headers.get("render-request-id")).toMatch(/^[0-9a-v]{16}$/);
    expect(second.headers.get("render-request-id")).not.toBe(first.headers.get("render-request-id"));
  });

  it("refuse the 21st creation of an hour, until the clock says that the hour is over", async () => {
    const { post, clock } = await startWorld();
    for (let made = 0; made < 20; made += 1) await post("/services", {});
    const refused = await post("/services", webService());
    clock.advance(3_600_000);

    expect(refused).toMatchObject({ status: 429, body: { message: "rate limit exceeded" } });
    expect(refused.headers.get("ratelimit-remaining")).toBe("0");
    expect((await post("/services", webService())).status).toBe(201);
  });

  it("count the changes of each service by themselves", async () => {
    const { create, patch } = await startWorld();
    const one = await create({ name: "one" });
    const other = await create({ name: "other" });
    for (let change = 0; change < 10; change += 1) await patch(`/services/${one.id}`, {});

    expect((await patch(`/services/${one.id}`, {})).status).toBe(429);
    expect((await patch(`/services/${other.id}`, {})).status).toBe(200);
  });

  it.each([
    ["POST", "/services/srv-x/deploys", "10"],
    ["POST", "/services/srv-x/scale", "10"],
    ["PUT", "/services/srv-x/env-vars", "100"],
    ["DELETE", "/services/srv-x", "100"],
    ["POST", "/services/srv-x/rollback", "100"],
    ["POST", "/services/srv-x/custom-domains", "50"],
    ["PUT", "/logs/streams/resource/srv-x", "100"],
  ])("of %s %s are %s a minute", async (method, path, limit) => {
    expect((await (await startWorld()).call(method, path, {})).headers.get("ratelimit-limit")).toBe(limit);
  });
});

describe("faults", () => {
  it("refuse a request with the status that was asked for, as often as asked", async () => {
    const faults = new Faults();
    const { get, render } = await startWorld({ faults });
    faults.inject({ kind: "status", at: "GET /v1/owners", status: 503, times: 2 });

    expect([(await get("/owners")).status, (await get("/owners")).status, (await get("/owners")).status]).toEqual([
      503, 503, 200,
    ]);
    expect(render.faults).toBe(faults);
  });

  it("lose the answer of a request that takes effect", async () => {
    const faults = new Faults();
    const { post, render } = await startWorld({ faults });
    faults.inject({ kind: "lost", at: "POST /v1/services" });

    expect((await post("/services", webService())).status).toBe(502);
    expect(render.inventory()).toEqual({ services: ["twin-brains-api"] });
  });

  it("hold an answer back", async () => {
    const faults = new Faults();
    const { get } = await startWorld({ faults });
    faults.inject({ kind: "slow", at: "GET /v1/owners", delayMs: 30 });
    const started = performance.now();
    await get("/owners");

    expect(performance.now() - started).toBeGreaterThanOrEqual(29);
  });
});

describe("the world", () => {
  it("names a port in use", async () => {
    const { render } = await startWorld();
    const port = Number(new URL(render.url).port);

    await expect(startWorld({ port })).rejects.toThrow(`127.0.0.1:${port}: the port is in use`);
  });

  it("is empty after a reset, in the middle of a deploy too, and counts from the start", async () => {
    const { create, get, render, edge } = await startWorld({ deployMs: 60_000 });
    const { id } = await create({}, { settle: false });
    await get("/nowhere");
    await render.reset();

    expect(render.inventory()).toEqual({ services: [] });
    expect(edge.hosts()).toEqual([]);
    expect(render.unknownRoutes()).toEqual([]);
    expect((await get("/owners")).headers.get("ratelimit-remaining")).toBe("399");
    expect((await create({}, { settle: false })).id).toBe(id);
  });

  it("leaves no port open after close", async () => {
    const { create, render, edge } = await startWorld();
    await create();
    const origin = edge.originOf("twin-brains-api.onrender.com");
    await render.close();

    await expect(fetch(`${origin}/health`)).rejects.toThrow();
    await expect(fetch(`${render.url}/owners`)).rejects.toThrow();
  });
});
