import pg from "pg";
import { expect, it } from "vitest";
import { ownerId, startWorld } from "./render-world.ts";

const body = (overrides: object = {}) => ({
  ...{ name: "twin-brains", ownerId, plan: "basic_256mb", version: "17", databaseName: "twin", databaseUser: "brains" },
  ...overrides,
});

it("is made with a suffix on its database's name, and becomes available", async () => {
  const { get, post, render } = await startWorld();
  const made = await post("/postgres", body());

  expect(made).toMatchObject({
    status: 201,
    body: {
      id: expect.stringMatching(/^dpg-[0-9a-v]{20}-a$/),
      databaseName: expect.stringMatching(/^twin_[0-9a-v]{4}$/),
      ...{ databaseUser: "brains", diskSizeGB: 15, role: "primary", status: "creating", ipAllowList: null },
      ...{ readReplicas: [], suspended: "not_suspended", suspenders: [], highAvailabilityEnabled: false },
    },
  });
  await render.settled();
  expect((await get(`/postgres/${made.body.id}`)).body.status).toBe("available");
});

it("makes up what is not given from its name", async () => {
  const { post } = await startWorld();
  const { databaseName, databaseUser, diskSizeGB } = (
    await post("/postgres", body({ databaseName: "", databaseUser: null, name: "Twin-Brains db", plan: "pro_4gb" }))
  ).body;

  expect(databaseName).toMatch(/^twin_brains_db_[0-9a-v]{4}$/);
  expect(databaseUser).toBe(`${databaseName}_user`);
  expect(diskSizeGB).toBe(100);
  expect((await post("/postgres", body({ plan: "free" }))).body.expiresAt).toMatch(/Z$/);
});

it("changes what a PATCH holds, keeps a replica's id by its name, and lets no disk shrink", async () => {
  const { patch, post } = await startWorld();
  const { id } = (await post("/postgres", body({ readReplicas: [{ name: "reports" }] }))).body;
  const replica = { id: id.replace(/-a$/, "-b"), name: "reports" };

  const more = await patch(`/postgres/${id}`, {
    ...{ plan: "pro_4gb", diskSizeGB: 20, enableHighAvailability: true },
    readReplicas: [{ name: "search" }, { name: "reports" }],
  });
  expect(more).toMatchObject({
    status: 200,
    body: { plan: "pro_4gb", diskSizeGB: 20, highAvailabilityEnabled: true, name: "twin-brains" },
  });
  expect(more.body.readReplicas).toEqual([{ id: id.replace(/-a$/, "-c"), name: "search" }, replica]);
  expect((await patch(`/postgres/${id}`, { readReplicas: null })).body.readReplicas).toEqual([]);
  expect((await patch(`/postgres/${id}`, { diskSizeGB: 15 })).status).toBe(400);
  expect((await patch(`/postgres/${id}`, { diskSizeGB: 22 })).status).toBe(400);
});

it("lists by filter", async () => {
  const { get, post, render } = await startWorld();
  const { id } = (await post("/postgres", body())).body;
  await post("/postgres", body({ name: "other", region: "ohio" }));
  await render.settled();
  await post(`/postgres/${id}/suspend`);

  expect((await get("/postgres?suspended=suspended")).body).toMatchObject([
    { postgres: { id, suspended: "suspended", suspenders: ["user"], status: "suspended" }, cursor: expect.any(String) },
  ]);
  expect((await get("/postgres?region=ohio&name=other")).body).toHaveLength(1);
  expect((await get("/postgres?limit=1")).body).toHaveLength(1);
});

it("answers SQL under its internal name as its user, keeps data over a restart, and refuses while suspended", async () => {
  const { edge, get, post, render } = await startWorld();
  const { id, databaseName } = (await post("/postgres", body())).body;
  await render.settled();
  const { internalConnectionString, externalConnectionString, password } = (
    await get(`/postgres/${id}/connection-info`)
  ).body;
  expect(internalConnectionString).toBe(`postgresql://brains:${password}@${id}/${databaseName}`);
  expect(externalConnectionString).toBe(
    `postgresql://brains:${password}@${id}.oregon-postgres.render.com:5432/${databaseName}`,
  );
  const port = edge.portOf(id) ?? 0;
  const login = { host: "127.0.0.1", port, user: "brains", database: databaseName };

  const client = new pg.Client({ ...login, password });
  await client.connect();
  await client.query("create table jobs (id int primary key)");
  await client.query("insert into jobs values (1), (2)");
  const { rows } = await client.query("select current_user as who, count(*)::int as jobs from jobs");
  expect(rows).toEqual([{ who: "brains", jobs: 2 }]);

  const ended = new Promise((resolve) => client.once("error", resolve));
  await post(`/postgres/${id}/restart`);
  await ended;
  const again = new pg.Client({ ...login, password });
  await again.connect();
  expect((await again.query("select count(*)::int as jobs from jobs")).rows).toEqual([{ jobs: 2 }]);
  await again.end();

  await post(`/postgres/${id}/suspend`);
  const refused = new pg.Client({ ...login, port: edge.portOf(id) ?? 0, password });
  await expect(refused.connect()).rejects.toThrow(/ECONNREFUSED/);
});

it("is saved and brought back with what it holds", async () => {
  const { edge, post, render } = await startWorld();
  const { id } = (await post("/postgres", body())).body;
  await render.settled();
  const ask = async (sql: string) => {
    const client = new pg.Client({ host: "127.0.0.1", port: edge.portOf(id) ?? 0, user: "brains", database: "twin" });
    await client.connect();
    const { rows } = await client.query(sql);
    await client.end();
    return rows;
  };
  await ask("create table jobs as select 1 as id");
  await render.prepare?.();
  const saved = render.save();
  await ask("insert into jobs values (2)");

  const ready = await render.load(structuredClone(saved));
  await ready.swap();
  expect(await ask("select id, current_user as who from jobs")).toEqual([{ id: 1, who: "brains" }]);
});

it("can be reached from outside only when its allow list has somebody", async () => {
  const { edge, patch, post, render } = await startWorld();
  const { id } = (await post("/postgres", body())).body;
  await render.settled();
  const outside = `${id}.oregon-postgres.render.com`;

  expect(edge.portOf(outside)).not.toBe(edge.portOf(id));
  await patch(`/postgres/${id}`, { ipAllowList: [{ cidrBlock: "203.0.113.7/32", description: "office" }] });
  expect(edge.portOf(outside)).toBe(edge.portOf(id));
});

it.each([
  { change: { plan: "pro_8gb" }, status: "creating" },
  { change: { enableHighAvailability: true }, status: "creating" },
  { change: { plan: "pro_4gb", name: "renamed", parameterOverrides: { work_mem: "8MB" } }, status: "available" },
])("is $status after $change, answers all the time, and is available in the end", async ({ change, status }) => {
  const { edge, get, patch, post, render } = await startWorld({ deployMs: 20 });
  const { id } = (await post("/postgres", body({ plan: "pro_4gb" }))).body;
  await render.settled();
  const port = edge.portOf(id);

  expect((await patch(`/postgres/${id}`, change)).body.status).toBe(status);
  expect(edge.portOf(id)).toBe(port);
  await render.settled();
  expect((await get(`/postgres/${id}`)).body.status).toBe("available");
  expect(edge.portOf(id)).toBe(port);
});

it("can be neither restarted nor recovered while it is being created", async () => {
  const { get, post } = await startWorld({ deployMs: 60_000 });
  const at = `/postgres/${(await post("/postgres", body())).body.id}`;

  expect((await post(`${at}/restart`)).status).toBe(400);
  expect((await get(`${at}/recovery`)).body).toEqual({ recoveryStatus: "BACKUP_NOT_READY" });
});

it("keeps users, exports, overrides and recovery, as far as a world without backups has them", async () => {
  const { get, post, put, remove, render } = await startWorld();
  const { id } = (await post("/postgres", body())).body;
  const at = `/postgres/${id}`;
  await render.settled();

  expect((await post(`${at}/credentials`, { username: "reader" })).status).toBe(202);
  expect((await post(`${at}/credentials`, { username: "reader" })).status).toBe(409);
  expect((await get(`${at}/credentials`)).body).toMatchObject([
    { username: "brains", default: true },
    { username: "reader", default: false },
  ]);
  expect((await remove(`${at}/credentials/reader`)).status).toBe(200);
  expect((await remove(`${at}/credentials/brains`)).status).toBe(400);

  expect((await post(`${at}/export`)).status).toBe(202);
  expect((await get(`${at}/export`)).body).toHaveLength(1);
  expect((await post(`${at}/failover`)).status).toBe(400);

  const overrides = { parameterOverrides: { work_mem: "4MB" } };
  expect((await put(`${at}/parameter-overrides`, overrides)).body).toMatchObject({ affectedDatabases: [id] });
  expect((await get(at)).body.parameterOverrides).toEqual({ work_mem: "4MB" });

  const { startsAt, recoveryStatus } = (await get(`${at}/recovery`)).body;
  expect(recoveryStatus).toBe("AVAILABLE");
  const recovered = await post(`${at}/recovery`, {
    restoreTime: startsAt.replace(/\.\d+/, ".999"),
    restoreName: "old",
  });
  expect(recovered).toMatchObject({ status: 200, body: { name: "old", databaseUser: "brains", status: "creating" } });
  expect(recovered.body.id).not.toBe(id);
});
