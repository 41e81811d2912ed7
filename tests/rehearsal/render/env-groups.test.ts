import { expect, it } from "vitest";
import { envOfGroups } from "../../../rehearsal/render/entities/env-group.ts";
import { ownerId, startWorld } from "./render-world.ts";

const body = (overrides: object = {}) => ({
  ...{ name: "shared", ownerId },
  envVars: [
    { key: "LOG_LEVEL", value: "info" },
    { key: "TOKEN", generateValue: true },
  ],
  ...overrides,
});

it("S1.9 is made with variables, files and links, and tells the latest first", async () => {
  const { create, post } = await startWorld();
  const { id } = await create();
  const made = await post("/env-groups", body({ serviceIds: [id], secretFiles: [{ name: "a.txt", content: "A" }] }));

  expect(made).toMatchObject({
    status: 201,
    body: {
      id: expect.stringMatching(/^evg-/),
      envVars: [
        { key: "TOKEN", value: expect.stringMatching(/^[\w+/]{43}=$/) },
        { key: "LOG_LEVEL", value: "info" },
      ],
      secretFiles: [{ name: "a.txt", content: "A" }],
      serviceLinks: [{ id, name: "twin-brains-api", type: "web" }],
    },
  });
});

it("lists groups bare, without values and without cursors", async () => {
  const { get, post } = await startWorld();
  const { id } = (await post("/env-groups", body())).body;
  await post("/env-groups", body({ name: "other" }));
  const all = (await get("/env-groups")).body;

  expect(all.map(({ name }: { name: string }) => name)).toEqual(["other", "shared"]);
  expect(Object.keys(all[0])).not.toContain("envVars");
  expect((await get(`/env-groups?name=shared&ownerId=${ownerId}`)).body).toMatchObject([{ id, serviceLinks: [] }]);
  expect((await get("/env-groups?name=nobody")).body).toEqual([]);
});

it("changes, reads and removes one variable and one file", async () => {
  const { get, post, put, remove } = await startWorld();
  const { id } = (await post("/env-groups", body({ secretFiles: null }))).body;
  const [variable, file] = [`/env-groups/${id}/env-vars/LOG_LEVEL`, `/env-groups/${id}/secret-files/a.txt`];

  expect((await put(variable, { value: "debug" })).body.envVars).toContainEqual({ key: "LOG_LEVEL", value: "debug" });
  expect(await get(variable)).toMatchObject({ status: 200, body: { key: "LOG_LEVEL", value: "debug" } });
  expect((await put(file, { content: "A" })).body.secretFiles).toEqual([{ name: "a.txt", content: "A" }]);
  expect(await get(file)).toMatchObject({ status: 200, body: { name: "a.txt", content: "A" } });
  for (const path of [variable, file]) {
    expect((await remove(path)).status).toBe(204);
    expect((await remove(path)).status).toBe(404);
    expect((await get(path)).status).toBe(404);
  }
});

it("is renamed, and is gone after a DELETE", async () => {
  const { get, patch, post, remove } = await startWorld();
  const { id } = (await post("/env-groups", body())).body;

  expect((await patch(`/env-groups/${id}`, { name: "renamed" })).body.name).toBe("renamed");
  expect((await patch(`/env-groups/${id}`, {})).status).toBe(400);
  expect((await remove(`/env-groups/${id}`)).status).toBe(204);
  expect(await get(`/env-groups/${id}`)).toMatchObject({ status: 404, body: { message: `not found: ${id}` } });
});

it("links and unlinks one service and leaves the others", async () => {
  const { create, post, remove, render } = await startWorld();
  const [{ id: one }, { id: other }] = [await create(), await create({ name: "twin-brains-other" })];
  const { id } = (await post("/env-groups", body({ serviceIds: [one] }))).body;

  expect((await post(`/env-groups/${id}/services/${other}`)).body.serviceLinks).toHaveLength(2);
  expect((await post(`/env-groups/${id}/services/srv-x`)).status).toBe(404);
  expect((await remove(`/env-groups/${id}/services/${other}`)).status).toBe(204);
  expect((await remove(`/env-groups/${id}/services/${other}`)).status).toBe(404);
  expect(envOfGroups(render.state, one).env).toMatchObject({ LOG_LEVEL: "info" });
  expect(envOfGroups(render.state, other).env).toEqual({});
});

it("gives a service the values of the group that was made last", async () => {
  const { create, post, render } = await startWorld();
  const { id } = await create();
  const envVars = (value: string) => ({ envVars: [{ key: "LOG_LEVEL", value }], serviceIds: [id] });
  await post("/env-groups", body(envVars("first")));
  await post("/env-groups", body(envVars("last")));

  expect(envOfGroups(render.state, id).env).toEqual({ LOG_LEVEL: "last" });
});

it.each([
  [{ ownerId: "tea-x" }, 404],
  [{ serviceIds: ["srv-x"] }, 404],
  [{ environmentId: "evm-x" }, 404],
  [{ envVars: [{ key: "1A", value: "x" }] }, 400],
  [{ name: "" }, 400],
])("refuses %j", async (overrides, status) => {
  const { post } = await startWorld();

  expect((await post("/env-groups", body(overrides))).status).toBe(status);
});
