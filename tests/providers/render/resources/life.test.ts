import { beforeEach, expect, it, vi } from "vitest";
import { MARKER } from "../../../../providers/render/resources/marker.ts";
import { program, REPO, type Stack, startWorld, URN, type World } from "../support/world.ts";

let world: World;
let stack: Stack;
beforeEach(async () => {
  world = await startWorld();
  stack = world.stack();
});
const nothing = { changes: [], unknown: [] };
const only = (world: World) => {
  const [service, ...others] = [...world.render.state.services.values()];
  if (!service || others.length > 0) throw new Error(`expected one service, got ${others.length + 1}`);
  return service;
};

it("creates the service and is done when its own deploy is live", async () => {
  const state = await stack.up(program);
  const service = only(world);
  expect(state).toEqual({
    serviceId: service.id,
    slug: "twin-brains-api",
    url: "https://twin-brains-api.onrender.com",
    dashboardUrl: `https://dashboard.render.com/web/${service.id}`,
    suspended: false,
    deployId: service.liveDeployId,
    deployStatus: "live",
    commitId: world.git.resolve(REPO, "main")?.sha,
  });
  expect(stack.progress[0]).toBe(`service ${service.id} created`);
  expect(stack.progress.at(-1)).toMatch(new RegExp(`^deploy ${service.liveDeployId}: live`));
  expect(world.writes()).toEqual(["POST /services"]);
});

it("creates with env vars inside, the marker of its resource, and auto-deploy off", async () => {
  await stack.up({ ...program, plan: "standard", region: "frankfurt", rootDir: "backend", numInstances: 2 });
  const { env, settings } = only(world);
  expect(Object.fromEntries(env)).toEqual({ ...program.env, [MARKER]: URN });
  expect(settings).toMatchObject({
    autoDeployTrigger: "off",
    plan: "standard",
    region: "frankfurt",
    rootDir: "backend",
    numInstances: 2,
  });
});

it("waits for the first deploy also when the creation's answer does not name it", async () => {
  const create = world.client.services.create.bind(world.client.services);
  vi.spyOn(world.client.services, "create").mockImplementation(async (...args) => ({
    ...(await create(...args)),
    deployId: undefined,
  }));
  const state = await stack.up(program);
  expect(state).toMatchObject({ deployStatus: "live", deployId: only(world).liveDeployId });
  expect(world.writes()).toEqual(["POST /services"]);
});

it("knows no output before the creation", () => {
  expect(stack.preview(program).unknown.toSorted()).toEqual([
    "commitId",
    "dashboardUrl",
    "deployId",
    "deployStatus",
    "serviceId",
    "slug",
    "suspended",
    "url",
  ]);
});

it.each([
  ["docker", program],
  [
    "native",
    {
      ...program,
      runtime: "python",
      buildCommand: "pip install .",
      startCommand: "python main.py",
      preDeployCommand: "migrate",
    },
  ],
  [
    "every input",
    {
      ...program,
      rootDir: "./backend/",
      dockerfilePath: "./Dockerfile",
      dockerContext: ".",
      dockerCommand: "serve",
      plan: "pro",
      region: "ohio",
      numInstances: 3,
      autoDeployTrigger: "checksPass",
      maxShutdownDelaySeconds: 60,
      buildFilter: { paths: ["backend/**"] },
      previewGeneration: "automatic",
      preDeployCommand: "migrate",
    },
  ],
])("shows no change after up, refresh and import (%s)", async (_title, given) => {
  await stack.up(given);
  expect(stack.preview(given)).toEqual(nothing);
  await stack.refresh();
  expect(stack.preview(given)).toEqual(nothing);
  const imported = world.stack();
  await imported.import(stack.id ?? "");
  expect(imported.preview(given)).toEqual(nothing);
  expect(imported.state).toEqual(stack.state);
});

it("refreshes with three requests, one of them shared, and imports the same inputs without the marker", async () => {
  await stack.up(program);
  world.sent.length = 0;
  await stack.refresh();
  expect(world.sent.map(({ path }) => path.replace(/\?.*/, "").replace(/srv-\w+/, "srv")).sort()).toEqual([
    "/services",
    "/services/srv/deploys",
    "/services/srv/env-vars",
  ]);
  const imported = world.stack();
  await imported.import(stack.id ?? "");
  expect(imported.known?.inputs).toEqual({
    ...program,
    branch: "main",
    plan: "starter",
    region: "oregon",
    numInstances: 1,
    autoDeployTrigger: "off",
    previewGeneration: "off",
  });
});

it("shows drift of settings and env vars on refresh, key by key", async () => {
  await stack.up(program);
  const id = stack.id ?? "";
  await world.client.envVars.put(id, "DEV_MODE", "true");
  await world.client.envVars.put(id, "FOREIGN", "x");
  await world.client.services.patch(id, { serviceDetails: { plan: "pro" } });
  await stack.refresh();
  expect(stack.preview(program).changes).toEqual(
    expect.arrayContaining([
      { path: "env.DEV_MODE", kind: "update" },
      { path: "env.FOREIGN", kind: "delete" },
      { path: "plan", kind: "update" },
    ]),
  );
});

it("finds out that the service is gone", async () => {
  await stack.up(program);
  await world.client.services.remove(stack.id ?? "");
  await stack.refresh();
  expect(stack.known).toBeUndefined();
});

it("deletes the service, and takes one that is gone for deleted", async () => {
  await stack.up(program);
  const { id, known } = stack;
  if (!id || !known) throw new Error("there is no resource");
  await stack.destroy();
  expect(world.render.inventory().services).toEqual([]);
  await stack.resource.delete(stack.call(), id, known);
});

it("replaces for region and workspace only, and deletes first since names are unique", async () => {
  await stack.up(program);
  const replacing = (given: object) => stack.preview({ ...program, ...given }).changes.filter(({ replace }) => replace);
  expect(replacing({ region: "ohio" })).toEqual([{ path: "region", kind: "update", replace: true }]);
  expect(replacing({ ownerId: "tea-other" })).toEqual([{ path: "ownerId", kind: "update", replace: true }]);
  expect(replacing({ runtime: "node", name: "x", plan: "pro", branch: "b", repo: `${REPO}-2` })).toEqual([]);
  expect(stack.resource.deleteBeforeReplace).toBe(true);
});

it("refuses to import what is no web service's id", async () => {
  await expect(stack.import("twin-brains-api")).rejects.toThrow('"twin-brains-api" is not the id of a web service');
  await expect(stack.import("../owners")).rejects.toThrow("RENDER_NOT_A_SERVICE_ID");
  await expect(stack.import("srv-none")).rejects.toThrow("nothing to import");
});

it("refuses to import a service that is of neither a repository nor an image", async () => {
  await stack.up(program);
  const service = world.render.state.services.get(stack.id ?? "");
  if (service) service.settings = { ...service.settings, repo: undefined };
  await expect(world.stack().import(stack.id ?? "")).rejects.toThrow(
    /RENDER_OTHER_KIND: .*of neither a Git repository/,
  );
});
