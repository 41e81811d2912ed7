import { expect, it } from "vitest";
import { ownerId, startWorld } from "./render-world.ts";

const project = {
  name: "twin-brains",
  ownerId,
  environments: [{ name: "prod", protectedStatus: "protected", networkIsolationEnabled: false }],
};

const started = async () => {
  const world = await startWorld();
  const { body } = await world.post("/projects", project);
  return { ...world, projectId: body.id as string, environmentId: body.environmentIds[0] as string, made: body };
};

it("makes a project with its environments, renames it and finds it by name", async () => {
  const { get, patch, projectId, environmentId, made } = await started();

  expect(made).toMatchObject({ name: "twin-brains", owner: { id: ownerId }, environmentIds: [environmentId] });
  expect((await get(`/environments/${environmentId}`)).body).toEqual({
    id: environmentId,
    ...{ name: "prod", projectId, protectedStatus: "protected", networkIsolationEnabled: false },
    ...{ databasesIds: null, envGroupIds: null, redisIds: null, serviceIds: null },
  });
  expect((await patch(`/projects/${projectId}`, { name: "brains" })).body.name).toBe("brains");
  expect((await get("/projects?name=brains")).body).toHaveLength(1);
  expect((await get("/projects?name=twin-brains")).body).toEqual([]);
});

it("adds an environment to a project and changes it", async () => {
  const { get, post, patch, remove, projectId, environmentId } = await started();
  const added = await post("/environments", { name: "staging", projectId, ipAllowList: [] });
  const { id } = added.body;

  expect(added.status).toBe(201);
  expect((await get(`/projects/${projectId}`)).body.environmentIds).toEqual([environmentId, id]);
  expect((await patch(`/environments/${id}`, { protectedStatus: "protected" })).body).toMatchObject({
    name: "staging",
    protectedStatus: "protected",
    ipAllowList: [],
  });
  expect((await get(`/environments?projectId=${projectId}&name=staging`)).body).toHaveLength(1);
  expect((await remove(`/environments/${id}`)).status).toBe(204);
});

it("moves resources in with 201, and out whatever environment the path names", async () => {
  const { create, get, post, remove, environmentId } = await started();
  const { id } = await create();
  const moved = await post(`/environments/${environmentId}/resources`, { resourceIds: [id] });

  expect(moved).toMatchObject({ status: 201, body: { serviceIds: [id], redisIds: null } });
  expect((await get(`/services/${id}`)).body.environmentId).toBe(environmentId);
  expect((await get(`/services?environmentId=${environmentId}`)).body).toHaveLength(1);
  expect((await remove(`/environments/${id}/resources?resourceIds=${id}`)).status).toBe(204);
  expect((await get(`/environments/${environmentId}`)).body.serviceIds).toBeNull();
  expect((await get(`/services/${id}`)).body.environmentId).toBeUndefined();
});

it("makes a service in the environment that it names, and refuses one that is not there", async () => {
  const { create, get, environmentId } = await started();
  const { id } = await create({ environmentId });

  expect((await get(`/environments/${environmentId}`)).body.serviceIds).toEqual([id]);
  await expect(create({ name: "other", environmentId: "evm-x" })).rejects.toThrow("not found: evm-x");
});

it("does not move a service out of an environment whose env group it is linked to", async () => {
  const { create, post, remove, environmentId } = await started();
  const { id } = await create({ environmentId });
  const group = { name: "shared", ownerId, envVars: [], environmentId, serviceIds: [id] };
  const { body } = await post("/env-groups", group);
  const path = `/environments/${environmentId}/resources?resourceIds=${id}`;

  expect(await remove(path)).toMatchObject({
    status: 400,
    body: { message: "cannot move service out of environment with linked env groups" },
  });
  await remove(`/env-groups/${body.id}/services/${id}`);
  expect((await remove(path)).status).toBe(204);
});

it("does not delete an environment or a project with resources in it", async () => {
  const { create, get, remove, projectId, environmentId } = await started();
  const { id } = await create({ environmentId });

  expect((await remove(`/environments/${environmentId}`)).status).toBe(409);
  expect((await remove(`/projects/${projectId}`)).status).toBe(409);
  await remove(`/services/${id}`);
  expect((await remove(`/projects/${projectId}`)).status).toBe(204);
  expect((await get(`/environments/${environmentId}`)).status).toBe(404);
});

it.each([
  ["an unknown project", "POST", "/environments", { name: "x", projectId: "prj-x" }, 404],
  ["a project without an environment", "POST", "/projects", { ...project, environments: [] }, 400],
  ["an unknown workspace", "POST", "/projects", { ...project, ownerId: "tea-x" }, 404],
  ["an unknown resource", "POST", "/environments/ENVIRONMENT/resources", { resourceIds: ["srv-x"] }, 404],
  ["no resource", "DELETE", "/environments/ENVIRONMENT/resources", undefined, 400],
])("refuses %s", async (_, method, path, body, status) => {
  const { call, environmentId } = await started();

  expect((await call(method, path.replace("ENVIRONMENT", environmentId), body)).status).toBe(status);
});
