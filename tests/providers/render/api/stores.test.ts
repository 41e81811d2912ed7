import { expect, it } from "vitest";
import { scripted } from "../support/scripted-server.ts";

const store = (changes: object = {}) => ({
  ...{ id: "red-1", name: "queue", status: "available", plan: "starter", region: "oregon", version: "8.1.4" },
  ...{ owner: { id: "tea-1", name: "Acme", email: "a@acme.example", type: "team" }, ipAllowList: null },
  options: { maxmemoryPolicy: "noeviction" },
  ...changes,
});

it("looks for names in one request and keeps only what has one of them", async () => {
  const listed = [store(), store({ id: "red-2", name: "queue-2" }), store({ id: "red-3", owner: { id: "tea-2" } })];
  const server = await scripted([
    { status: 200, body: listed.map((keyValue, index) => ({ keyValue, cursor: String(index) })) },
  ]);

  const found = await server.client().keyValues.named("tea-1", ["queue", "mark"]);
  expect(found.map(({ id }) => id)).toEqual(["red-1"]);
  expect(server.asked.map(({ path }) => decodeURIComponent(path))).toEqual([
    "/key-value?name=queue,mark&ownerId=tea-1&limit=100",
  ]);
});

it("never repeats a creation that may have worked", async () => {
  const server = await scripted([
    { status: 502, body: { message: "bad gateway" } },
    { status: 201, body: store() },
  ]);

  await expect(server.client().keyValues.create({ name: "queue" })).rejects.toMatchObject({ maybeDone: true });
  expect(server.asked).toHaveLength(1);
});

it("repeats what may be repeated: linking a group, moving into an environment, removing", async () => {
  const gone = { status: 404, body: { message: "not found" } };
  const server = await scripted([{ status: 503 }, { status: 200, body: {} }, "reset", { status: 201, body: {} }, gone]);
  const { envGroups, environments, keyValues } = server.client();
  await envGroups.link("evg-1", "srv-1");
  await environments.add("evm-1", "red-1");
  await keyValues.remove("red-1");

  expect(server.asked.map(({ method, path }) => `${method} ${path}`)).toEqual([
    "POST /env-groups/evg-1/services/srv-1",
    "POST /env-groups/evg-1/services/srv-1",
    "POST /environments/evm-1/resources",
    "POST /environments/evm-1/resources",
    "DELETE /key-value/red-1",
  ]);
});

it("takes an unlinked service and a group that is gone for done, and an unknown group for none", async () => {
  const gone = { status: 404, body: { message: "not found" } };
  const server = await scripted([gone, gone, gone]);
  const { envGroups } = server.client();
  await envGroups.unlink("evg-1", "srv-1");
  await envGroups.remove("evg-1");

  expect(await envGroups.find("evg-1")).toBeUndefined();
});

it("shows no value of a group in an error", async () => {
  const server = await scripted([{ status: 400, body: { message: "invalid value: hunter2-hunter2" } }]);

  const refused = server.client().envGroups.envVars.put("evg-1", "TOKEN", "hunter2-hunter2");
  await expect(refused).rejects.toThrow(/invalid value: \[secret\]/);
});

it("waits for the creation of stores apart from other writes", async () => {
  const spent = { "ratelimit-remaining": "0", "ratelimit-reset": "3600" };
  const server = await scripted([
    { status: 201, body: store(), headers: spent },
    { status: 200, body: { ...store(), id: "evg-1", ownerId: "tea-1" } },
  ]);
  const { keyValues, envGroups } = server.client();
  await keyValues.create({ name: "queue" });
  await envGroups.create({ name: "shared" }, []);

  await expect(keyValues.create({ name: "another" })).rejects.toThrow(/RENDER_RATE_LIMITED.*creating key-value/);
});
