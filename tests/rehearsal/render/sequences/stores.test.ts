import { expect, it } from "vitest";
import { ownerId, startWorld } from "../render-world.ts";
import { noting } from "./client.ts";

const ipAllowList = [{ cidrBlock: "192.0.2.1/32", description: "office" }];

it.each([
  { path: "/key-value", command: "cliCommand" },
  { path: "/redis", command: "redisCLICommand" },
])("creates a store at $path, reads it, moves it, changes it and deletes it", async ({ path, command }) => {
  const world = await startWorld();
  const { step, noted } = noting(world);
  const environments = [{ name: "prod", protectedStatus: "unprotected" }];
  const project = (await step("POST", "/projects", { name: "p", ownerId, environments })).body;
  const common = { name: "store", plan: "starter", maxmemoryPolicy: "noeviction", persistenceMode: "snapshot" };
  noted();

  const made = await step("POST", path, { ...common, ownerId, region: "oregon", ipAllowList });
  const { id } = made.body;
  await step("POST", `/environments/${project.environmentIds[0]}/resources`, { resourceIds: [id] });
  await step("PUT", `/logs/streams/resource/${id}`, { setting: "drop" });
  const first = (await step("GET", `${path}/${id}`)).body;
  const connection = (await step("GET", `${path}/${id}/connection-info`)).body;
  expect(made.body.status).toBe("unknown");
  expect(first).toMatchObject({
    ...{ name: "store", plan: "starter", ipAllowList, environmentId: project.environmentIds[0] },
    options: { maxmemoryPolicy: "noeviction", persistenceMode: "snapshot" },
  });
  expect(connection.internalConnectionString).toMatch(new RegExp(`^redis://${id}:\\d+$`));
  expect(Object.keys(connection)).toContain(command);

  await step("PATCH", `${path}/${id}`, { ...common, plan: "standard", ipAllowList: [] });
  const second = (await step("GET", `${path}/${id}`)).body;
  expect(second).toMatchObject({ plan: "standard", ipAllowList: null });
  await step("DELETE", `/environments/${id}/resources?resourceIds=${id}`);
  await step("DELETE", `/logs/streams/resource/${id}`);
  expect((await step("GET", `/logs/streams/resource/${id}`)).body).toEqual({ message: `not found: ${id}` });
  await step("DELETE", `${path}/${id}`);
  expect(noted().map((note) => note.split(" ")[0])).toEqual([
    ...["201", "201", "200", "200", "200", "200", "200", "204", "204", "404", "204"],
  ]);
  expect((await step("GET", `${path}/${id}`)).status).toBe(404);
  expect((await step("DELETE", `/projects/${project.id}`)).status).toBe(204);
});

it("creates a database with a replica, changes it while it is being created, and deletes it", async () => {
  const { step, noted } = noting(await startWorld());
  const made = await step("POST", "/postgres", {
    ...{ name: "db", ownerId, plan: "pro_4gb", version: "16", region: "oregon", diskSizeGB: 20 },
    ...{ databaseName: "brains", databaseUser: "app", ipAllowList: [], readReplicas: [{ name: "db-read" }] },
  });
  const { id, readReplicas } = made.body;
  expect(made.body).toMatchObject({ status: "creating", databaseUser: "app", ipAllowList: null, role: "primary" });
  expect(made.body.databaseName).toMatch(/^brains_\w{4}$/);
  expect(readReplicas).toEqual([{ id: id.replace(/-a$/, "-b"), name: "db-read" }]);

  const changed = await step("PATCH", `/postgres/${id}`, { name: "db-2", ipAllowList, readReplicas });
  expect(changed.body).toMatchObject({ name: "db-2", ipAllowList, readReplicas });
  expect((await step("GET", `/postgres/${id}`)).body).toMatchObject({ name: "db-2", diskSizeGB: 20 });
  const connection = (await step("GET", `/postgres/${id}/connection-info`)).body;
  expect(connection.internalConnectionString).toContain(`@${id}/${made.body.databaseName}`);
  expect((await step("PATCH", `/postgres/${id}`, { readReplicas: null })).body.readReplicas).toEqual([]);
  await step("DELETE", `/postgres/${id}`);
  expect((await step("GET", `/postgres/${id}`)).status).toBe(404);
  expect(noted()).toEqual([
    ...["201 POST /postgres", "200 PATCH /postgres/dpg", "200 GET /postgres/dpg"],
    ...["200 GET /postgres/dpg/connection-info", "200 PATCH /postgres/dpg", "204 DELETE /postgres/dpg"],
    "404 GET /postgres/dpg",
  ]);
});

it("moves a database with its replicas, and leaves nothing behind", async () => {
  const { step } = noting(await startWorld());
  const environments = [{ name: "prod", protectedStatus: "unprotected" }];
  const project = async (name: string) => (await step("POST", "/projects", { name, ownerId, environments })).body;
  const [first, second] = [await project("first"), await project("second")];
  const listOf = async ({ environmentIds: [id] }: { environmentIds: string[] }) =>
    (await step("GET", `/environments/${id}`)).body.databasesIds;
  const { id } = (
    await step("POST", "/postgres", {
      ...{ name: "db", ownerId, plan: "starter", version: "15", environmentId: first.environmentIds[0] },
    })
  ).body;
  expect(await listOf(first)).toEqual([id]);

  const replicas = [{ name: "db-read" }];
  const { body: changed } = await step("PATCH", `/postgres/${id}`, { plan: "pro", readReplicas: replicas });
  await step("DELETE", `/environments/${id}/resources?resourceIds=${id}`);
  const moved = await step("POST", `/environments/${second.environmentIds[0]}/resources`, { resourceIds: [id] });
  const both = [id, id.replace(/-a$/, "-b")];
  expect((await step("GET", `/postgres/${id}`)).body.updatedAt > changed.updatedAt).toBe(true);
  expect([moved.status, moved.body.databasesIds]).toEqual([201, both]);
  expect(await listOf(first)).toBeNull();
  expect(await listOf(second)).toEqual(both);
  expect((await step("DELETE", `/projects/${second.id}`)).status).toBe(409);
  await step("DELETE", `/postgres/${id}`);
  expect(await listOf(second)).toBeNull();
  expect((await step("DELETE", `/projects/${second.id}`)).status).toBe(204);
});

it("creates a group with variables and files, changes them key by key, links services and deletes it", async () => {
  const world = await startWorld();
  const { step, noted } = noting(world);
  const service = await world.create();
  const made = await step("POST", "/env-groups", {
    ...{ name: "shared", ownerId },
    envVars: [
      { key: "DEBUG", value: "false" },
      { key: "TOKEN", generateValue: true },
    ],
    secretFiles: [{ name: "credentials.txt", content: "c" }],
  });
  const { id, envVars } = made.body;
  expect(envVars.map(({ key }: { key: string }) => key)).toEqual(["TOKEN", "DEBUG"]);
  expect(envVars[0].value).toMatch(/^[\w+/]{43}=$/);

  const changed = await step("PUT", `/env-groups/${id}/env-vars/EXTRA`, { value: "1" });
  expect(changed.body.envVars[0]).toEqual({ key: "EXTRA", value: "1" });
  await step("DELETE", `/env-groups/${id}/env-vars/DEBUG`);
  await step("PUT", `/env-groups/${id}/secret-files/more.txt`, { content: "m" });
  await step("DELETE", `/env-groups/${id}/secret-files/credentials.txt`);
  await step("PATCH", `/env-groups/${id}`, { name: "renamed" });
  await step("POST", `/env-groups/${id}/services/${service.id}`);
  const read = (await step("GET", `/env-groups/${id}`)).body;
  expect(read).toMatchObject({ name: "renamed", secretFiles: [{ name: "more.txt", content: "m" }] });
  expect(read.envVars.map(({ key }: { key: string }) => key)).toEqual(["EXTRA", "TOKEN"]);
  expect(read.envVars[1]).toEqual(envVars[0]);
  expect(read.serviceLinks).toEqual([{ id: service.id, name: "twin-brains-api", type: "web" }]);
  await step("DELETE", `/env-groups/${id}/services/${service.id}`);
  await step("DELETE", `/env-groups/${id}`);
  expect(noted()).toEqual([
    ...["201 POST /env-groups", "200 PUT /env-groups/evg/env-vars/EXTRA", "204 DELETE /env-groups/evg/env-vars/DEBUG"],
    ...["200 PUT /env-groups/evg/secret-files/more.txt", "204 DELETE /env-groups/evg/secret-files/credentials.txt"],
    ...["200 PATCH /env-groups/evg", "200 POST /env-groups/evg/services/srv", "200 GET /env-groups/evg"],
    ...["204 DELETE /env-groups/evg/services/srv", "204 DELETE /env-groups/evg"],
  ]);
});
