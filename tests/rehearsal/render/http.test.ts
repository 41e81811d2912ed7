import { describe, expect, it } from "vitest";
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

describe("what this workspace cannot make", () => {
  it.each(["blueprints", "maintenance", "workflows", "workflowversions", "tasks", "task-runs"])(
    "S1.16 lists no %s, and finds none",
    async (noun) => {
      const { get, render } = await startWorld();

      expect(await get(`/${noun}?limit=100`)).toMatchObject({ status: 200, body: [] });
      expect(await get(`/${noun}/x-1`)).toMatchObject({ status: 404, body: { message: "not found: x-1" } });
      expect(render.unknownRoutes()).toEqual([]);
    },
  );

  it("refuses workflows, which are in early access", async () => {
    expect(await (await startWorld()).post("/workflows", {})).toMatchObject({
      status: 403,
      body: { message: "workflows are in early access and not enabled for this workspace" },
    });
  });

  it("has one user, the key's", async () => {
    expect((await (await startWorld()).get("/users")).body).toEqual({
      id: "usr-0123456789abcdefghij",
      name: "Acme Brains",
      email: "team@acme-brains.example",
    });
  });
});

describe("routes that are not served", () => {
  it("answers 404, or 405 where another method is served, and remembers both", async () => {
    const { get, put, render } = await startWorld();

    expect(await get("/nouns")).toMatchObject({ status: 404, body: { message: "not found: /v1/nouns" } });
    expect((await put("/services/srv-x")).status).toBe(405);
    expect(render.unknownRoutes()).toEqual(["GET /v1/nouns", "PUT /v1/services/srv-x"]);
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

describe("every answer", () => {
  it("carries the vendor's headers and a request id of its own", async () => {
    const { get } = await startWorld();
    const [first, second] = [await get("/owners"), await get("/owners/none")];

    for (const { headers } of [first, second]) {
      expect(headers.get("content-type")).toBe("application/json; charset=utf-8");
      expect(headers.get("vary")).toBe("Origin");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
    }
    expect(second.headers.get("render-request-id")).toMatch(/^api-\w{10}-\w{5}\/\w{10}-000002$/);
    expect(second.headers.get("render-request-id")).not.toBe(first.headers.get("render-request-id"));
  });
});

describe("rate limits", () => {
  it("count down in every answer and name the seconds to the end of the clock's minute", async () => {
    const { get, clock } = await startWorld();
    clock.advance(60_000 - (clock.now().getTime() % 60_000) + 5_000);
    const first = await get("/owners");
    clock.advance(20_000);
    const second = await get("/owners/none");
    clock.advance(35_000);
    const third = await get("/owners");

    const limits = [first, second, third].map(({ headers }) => headers.get("ratelimit-limit"));
    expect(limits).toEqual(["400", "400", "400"]);
    const remaining = [first, second, third].map(({ headers }) => headers.get("ratelimit-remaining"));
    expect(remaining).toEqual(["399", "398", "399"]);
    expect(Number(first.headers.get("ratelimit-reset"))).toBeOneOf([53, 54]);
    expect(Number(second.headers.get("ratelimit-reset"))).toBeOneOf([33, 34]);
  });

  it("refuse the 21st creation of an hour, until the clock says that the hour is over", async () => {
    const { post, clock } = await startWorld();
    clock.advance(3_600_000 - (clock.now().getTime() % 3_600_000));
    for (let made = 0; made < 20; made += 1) await post("/services", {});
    const refused = await post("/services", webService());
    clock.advance(3_600_000);

    expect(refused).toMatchObject({ status: 429, body: { message: "rate limit exceeded" } });
    expect(refused.headers.get("ratelimit-remaining")).toBe("0");
    expect((await post("/services", webService())).status).toBe(201);
  });

  it("count the changes, deploys and scalings of a service together, and those of each service by themselves", async () => {
    const { create, patch, post, clock } = await startWorld();
    const one = await create({ name: "one" });
    const other = await create({ name: "other" });
    clock.advance(60_000 - (clock.now().getTime() % 60_000));
    await post(`/services/${one.id}/deploys`, {});
    expect((await post(`/services/${one.id}/scale`, { numInstances: 2 })).headers.get("ratelimit-remaining")).toBe("8");
    for (let change = 0; change < 8; change += 1) await patch(`/services/${one.id}`, {});

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
    ["GET", "/logs/streams/owner/tea-x", "30"],
    ["POST", "/services/srv-x/jobs", "2000"],
    ["POST", "/postgres", "20"],
    ["POST", "/key-value", "20"],
    ["POST", "/webhooks", "100"],
  ])("of %s %s are %s", async (method, path, limit) => {
    expect(
      (await (await startWorld()).call(method, path, method === "GET" ? undefined : {})).headers.get("ratelimit-limit"),
    ).toBe(limit);
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

    expect(render.inventory()).toMatchObject({ services: [] });
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
