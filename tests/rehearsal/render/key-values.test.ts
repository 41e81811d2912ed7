import { connect } from "node:net";
import { Redis } from "ioredis";
import { describe, expect, it, onTestFinished } from "vitest";
import { eventually } from "../../support/eventually.ts";
import { type Answer, ownerId, startWorld } from "./render-world.ts";

const body = (overrides: object = {}) => ({ name: "twin-brains-queue", ownerId, plan: "starter", ...overrides });

describe.each([
  { path: "/key-value", noun: "keyValue", command: "cliCommand" },
  { path: "/redis", noun: "redis", command: "redisCLICommand" },
])("$path", ({ path, noun, command }) => {
  it("S1.1 is unknown at first, and being created when it is asked for", async () => {
    const { edge, get, post } = await startWorld({ deployMs: 60_000 });
    const made = await post(path, body());

    expect(made).toMatchObject({
      status: 201,
      body: { status: "unknown", region: "oregon", ipAllowList: null, options: { maxmemoryPolicy: "allkeys_lru" } },
    });
    expect(made.headers.get("ratelimit-limit")).toBe("20");
    expect((await get(`${path}/${made.body.id}`)).body.status).toBe("creating");
    expect(await attempt(edge.portOf(made.body.id))).toBe("ECONNREFUSED");
  });

  it("S1.1 becomes available", async () => {
    const { get, post, render } = await startWorld();
    const { id } = (await post(path, body())).body;
    await render.settled();

    expect((await get(`${path}/${id}`)).body.status).toBe("available");
  });

  it("lists by filter, newest first, and changes only what a PATCH holds", async () => {
    const { get, post, patch } = await startWorld();
    const { body: first } = await post(path, body());
    const { body: second } = await post(path, body({ name: "twin-brains-cache", region: "frankfurt" }));

    expect((await get(path)).body.map((item: object) => item[noun as never])).toMatchObject([
      { id: second.id },
      { id: first.id },
    ]);
    expect((await get(`${path}?name=twin-brains-queue&ownerId=${ownerId}`)).body).toHaveLength(1);
    expect((await get(`${path}?region=frankfurt`)).body[0][noun]).toMatchObject({
      id: second.id,
      dashboardUrl: expect.stringContaining(second.id),
    });
    expect((await get(`${path}?ownerId=tea-x`)).body).toEqual([]);

    const ipAllowList = [{ cidrBlock: "203.0.113.7/32", description: "office" }];
    const changed = await patch(`${path}/${first.id}`, { maxmemoryPolicy: "noeviction", ipAllowList });
    expect(changed).toMatchObject({
      status: 200,
      body: { plan: "starter", ipAllowList, options: { maxmemoryPolicy: "noeviction" } },
    });
    expect((await patch(`${path}/${first.id}`, { ipAllowList: [] })).body.ipAllowList).toBeNull();
  });

  it("keeps its data with a journal unless it is free, and begins to when it is paid for", async () => {
    const { patch, post } = await startWorld();
    const modeOf = ({ body: { options } }: Answer) => options;
    const options = { maxmemoryPolicy: "allkeys_lru", persistenceMode: "journal_snapshot" };

    expect(modeOf(await post(path, body()))).toEqual(options);
    const free = await post(path, body({ name: "free", plan: "free" }));
    expect(modeOf(free)).toEqual({ ...options, persistenceMode: "off" });
    expect(modeOf(await patch(`${path}/${free.body.id}`, { name: "still-free" })).persistenceMode).toBe("off");
    expect(modeOf(await patch(`${path}/${free.body.id}`, { plan: "starter" }))).toEqual(options);
    const chosen = await patch(`${path}/${free.body.id}`, { plan: "standard", persistenceMode: "snapshot" });
    expect(modeOf(chosen).persistenceMode).toBe("snapshot");
    expect(modeOf(await patch(`${path}/${free.body.id}`, { plan: "pro" })).persistenceMode).toBe("snapshot");
  });

  it("tells how to connect from inside without a password and from outside with one", async () => {
    const { get, post } = await startWorld();
    const { id } = (await post(path, body())).body;

    expect((await get(`${path}/${id}/connection-info`)).body).toEqual({
      internalConnectionString: `redis://${id}:6379`,
      externalConnectionString: expect.stringMatching(
        `^rediss://${id}:[0-9a-v]{32}@oregon-keyvalue\\.render\\.com:6379$`,
      ),
      [command]: expect.stringContaining(`--user ${id}`),
    });
  });

  it("is gone after a DELETE, with its name on the private network", async () => {
    const { edge, get, post, remove, render } = await startWorld();
    const { id } = (await post(path, body())).body;
    await render.settled();

    expect((await remove(`${path}/${id}`)).status).toBe(204);
    expect((await remove(`${path}/${id}`)).status).toBe(404);
    expect(await get(`${path}/${id}`)).toMatchObject({ status: 404, body: { message: `not found: ${id}` } });
    expect(edge.portOf(id)).toBeUndefined();
  });
});

it.each([
  [{ plan: "huge" }, "plan"],
  [{ region: "mars" }, "region"],
  [{ maxmemoryPolicy: "sometimes" }, "maxmemoryPolicy"],
  [{ ipAllowList: [{ cidrBlock: "everywhere", description: "" }] }, "ipAllowList"],
  [{ name: "" }, "name"],
])("refuses %j", async (overrides, named) => {
  const { post } = await startWorld();
  const answer = await post("/key-value", body(overrides));

  expect(answer.status).toBe(400);
  expect(answer.body.message).toContain(named);
});

it("S1.6 serves Redis clients under its internal name, refuses them while suspended, and keeps what it holds", async () => {
  const { edge, get, post, render } = await startWorld();
  const { id } = (await post("/key-value", body())).body;
  await render.settled();

  const clientNow = () => {
    const client = new Redis(edge.portOf(id) ?? 0, "127.0.0.1", { lazyConnect: true, retryStrategy: () => null });
    client.on("error", () => {});
    onTestFinished(() => client.disconnect());
    return client;
  };
  const before = clientNow();
  await before.lpush("jobs", "first");

  expect((await post(`/key-value/${id}/suspend`)).status).toBe(202);
  expect((await get(`/key-value/${id}`)).body.status).toBe("suspended");
  await eventually(() => expect(before.status).toBe("end"));
  expect(await attempt(edge.portOf(id))).toBe("ECONNREFUSED");

  expect((await post(`/key-value/${id}/resume`)).status).toBe(202);
  expect((await post(`/key-value/${id}/resume`)).status).toBe(400);
  expect(await clientNow().rpop("jobs")).toBe("first");
});

/** What a connection meets: an error's code, or `open`. */
const attempt = (port = 0): Promise<string> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve("open");
    });
    socket.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
