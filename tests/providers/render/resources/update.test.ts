import { beforeEach, describe, expect, it } from "vitest";
import { MARKER } from "../../../../providers/render/resources/marker.ts";
import { program, type Stack, startWorld, URN, type World } from "../support/world.ts";

let world: World;
let stack: Stack;
beforeEach(async () => {
  world = await startWorld();
  stack = world.stack();
  await stack.up(program);
  world.sent.length = 0;
});
const at = (rest = "") => `/services/${stack.id}${rest}`;
const DEPLOY = ["deployId", "deployStatus", "commitId"];
const serverEnv = () => Object.fromEntries(world.render.state.services.get(stack.id ?? "")?.env ?? []);

describe("what is sent", () => {
  it("sends one changed env var by its key, deploys once and waits for that deploy", async () => {
    const before = stack.state.deployId;
    const changed = { ...program, env: { ...program.env, DEV_MODE: "true" } };
    expect(stack.preview(changed)).toEqual({ changes: [{ path: "env.DEV_MODE", kind: "update" }], unknown: DEPLOY });

    const state = await stack.up(changed);
    expect(world.writes()).toEqual([`PUT ${at("/env-vars/DEV_MODE")}`, `POST ${at("/deploys")}`]);
    expect(state.deployId).not.toBe(before);
    expect(world.render.state.deploys.get(state.deployId)?.snapshot?.env.DEV_MODE).toBe("true");
    expect(stack.preview(changed).changes).toEqual([]);
  });

  it("removes, adds and changes env vars key by key and keeps the marker", async () => {
    await stack.up({ ...program, env: { JWT_SECRET: "jwt-secret-2", NEW: "1" } });
    expect(world.writes()).toEqual([
      `DELETE ${at("/env-vars/DEV_MODE")}`,
      `PUT ${at("/env-vars/JWT_SECRET")}`,
      `PUT ${at("/env-vars/NEW")}`,
      `POST ${at("/deploys")}`,
    ]);
    expect(serverEnv()).toEqual({ JWT_SECRET: "jwt-secret-2", NEW: "1", [MARKER]: URN });
  });

  it("sends many changed env vars as one set and keeps the marker and keys it was not told about", async () => {
    await world.client.envVars.put(stack.id ?? "", "FOREIGN", "x");
    world.sent.length = 0;
    const many = Object.fromEntries(["A", "B", "C", "D", "E", "F"].map((key) => [key, "1"]));
    await stack.up({ ...program, env: { ...program.env, ...many } });
    expect(world.writes()).toEqual([`PUT ${at("/env-vars")}`, `POST ${at("/deploys")}`]);
    expect(serverEnv()).toEqual({ ...program.env, ...many, FOREIGN: "x", [MARKER]: URN });
  });

  it("patches only what changed, and unsets what was taken away", async () => {
    const { healthCheckPath: _, ...rest } = program;
    await stack.up({ ...rest, plan: "pro", buildFilter: { ignoredPaths: ["docs/**"] } });
    expect(world.sent.find(({ method }) => method === "PATCH")?.body).toEqual({
      buildFilter: { ignoredPaths: ["docs/**"] },
      serviceDetails: { plan: "pro", healthCheckPath: "" },
    });
    world.sent.length = 0;
    await stack.up(program);
    expect(world.sent.find(({ method }) => method === "PATCH")?.body).toEqual({
      buildFilter: { paths: [], ignoredPaths: [] },
      serviceDetails: { plan: "starter", healthCheckPath: "/health" },
    });
    expect(stack.preview(program).changes).toEqual([]);
  });

  it("changes the runtime in place, with all commands of the new one", async () => {
    const native = { ...program, runtime: "python", buildCommand: "pip install .", startCommand: "python main.py" };
    const before = stack.id;
    await stack.up(native);
    expect(world.sent.find(({ method }) => method === "PATCH")?.body).toEqual({
      serviceDetails: {
        runtime: "python",
        envSpecificDetails: { buildCommand: "pip install .", startCommand: "python main.py" },
      },
    });
    expect(stack.id).toBe(before);
    await stack.refresh();
    expect(stack.preview(native).changes).toEqual([]);
    await stack.up(program);
    await stack.refresh();
    expect(stack.preview(program).changes).toEqual([]);
  });

  it("sends nothing for what Render has already", async () => {
    await world.client.services.patch(stack.id ?? "", { serviceDetails: { plan: "pro" } });
    world.sent.length = 0;
    await stack.up({ ...program, plan: "pro" });
    expect(world.writes()).toEqual([`POST ${at("/deploys")}`]);
  });

  it("leaves alone what drifted but was not shown in the preview", async () => {
    await world.client.envVars.put(stack.id ?? "", "DEV_MODE", "drifted");
    await world.client.services.patch(stack.id ?? "", { serviceDetails: { plan: "pro" } });
    await stack.up({ ...program, env: { ...program.env, NEW: "1" } });
    expect(serverEnv().DEV_MODE).toBe("drifted");
    expect(world.render.state.services.get(stack.id ?? "")?.settings.plan).toBe("pro");
  });
});

describe("when it deploys", () => {
  it.each([
    ["a rename", { name: "renamed" }, "PATCH"],
    ["auto-deploy", { autoDeployTrigger: "commit" }, "PATCH"],
    ["a build filter", { buildFilter: { paths: ["a/**"] } }, "PATCH"],
    ["previews", { previewGeneration: "manual" }, "PATCH"],
    ["the number of instances", { numInstances: 3 }, "POST"],
  ])("does not deploy for %s, and the preview knows every output", async (_title, change, method) => {
    const before = stack.state;
    const given = { ...program, ...change };
    expect(stack.preview(given).unknown).toEqual([]);
    const state = await stack.up(given);
    const path = method === "PATCH" ? at() : at("/scale");
    expect(world.writes()).toEqual([`${method} ${path}`]);
    expect(state).toEqual(before);
    await stack.refresh();
    expect(stack.preview(given).changes).toEqual([]);
  });

  it.each([
    ["plan", { plan: "pro" }],
    ["branch", { branch: "next" }],
    ["root directory", { rootDir: "backend" }],
    ["pre-deploy command", { preDeployCommand: "migrate" }],
    ["health check path", { healthCheckPath: "/process-full" }],
    ["Docker command", { dockerCommand: "serve" }],
    ["shutdown delay", { maxShutdownDelaySeconds: 60 }],
  ])("knows in preview that a change of the %s deploys", (_title, change) => {
    expect(stack.preview({ ...program, ...change }).unknown).toEqual(DEPLOY);
  });

  it("deploys once for many changes at a time", async () => {
    await stack.up({ ...program, name: "renamed", plan: "pro", numInstances: 2, env: { ...program.env, A: "1" } });
    expect(world.writes().filter((call) => call.endsWith("/deploys"))).toHaveLength(1);
  });

  it("waits for its own deploy when Render queues it behind another", async () => {
    const slow = await startWorld({ deployMs: 300 });
    const queued = slow.stack();
    await queued.up(program);
    await slow.client.deploys.start(queued.id ?? "", {});
    const state = await queued.up({ ...program, env: { ...program.env, A: "1" } });
    expect(queued.progress.join("\n")).toContain("is queued behind a running one");
    expect(slow.render.state.deploys.get(state.deployId)?.snapshot?.env.A).toBe("1");
    expect(state.deployStatus).toBe("live");
  });

  it("follows its own deploy although a newer one comes, and warns when it was replaced meanwhile", async () => {
    const own = { ...(await world.client.deploys.newest(stack.id ?? "", 1))[0] };
    await world.client.deploys.start(stack.id ?? "", {});
    await world.render.settled();
    stack.known = stack.known && { ...stack.known, state: { ...stack.state, deployStatus: "update_in_progress" } };
    stack.reasons = ["interrupted"];
    const state = await stack.up(program);
    expect(state).toMatchObject({ deployId: own.id, deployStatus: "deactivated" });
    expect(stack.logs).toEqual([`warning: deploy ${own.id} was live and has been replaced by a newer one since`]);
  });

  it("does not deploy a suspended service, and says so", async () => {
    const headers = { authorization: `Bearer ${world.render.token}` };
    await fetch(`${world.render.url}${at("/suspend")}`, { method: "POST", headers });
    world.sent.length = 0;
    const before = stack.state;
    const state = await stack.up({ ...program, env: { ...program.env, DEV_MODE: "true" } });
    expect(world.writes()).toEqual([`PUT ${at("/env-vars/DEV_MODE")}`]);
    expect(state).toEqual({ ...before, suspended: true });
    expect(stack.logs.join()).toContain("is suspended: its settings are changed, but nothing is deployed");
    expect(stack.preview({ ...program, plan: "pro" }).unknown).toEqual([]);
  });
});

it("says what to do when the service is gone", async () => {
  await world.client.services.remove(stack.id ?? "");
  await expect(stack.up({ ...program, plan: "pro" })).rejects.toThrow(
    /does not exist any more\n.*\n {2}fix: pulumi refresh/,
  );
});
