import { beforeEach, describe, expect, it } from "vitest";
import { cronProgram, program, type Stack, startWorld, type World } from "../support/world.ts";

let world: World;
let stack: Stack;
beforeEach(async () => {
  world = await startWorld();
  stack = world.stack();
});
const calls = () => world.writes().map((call) => call.replace(/(srv|crn)-\w+/, "{id}"));
const nothing = { changes: [], unknown: [] };

describe("suspended", () => {
  it("S1.13 is suspended and resumed as declared, with the one deploy that resuming starts", async () => {
    await stack.up(program);
    world.sent.length = 0;
    expect(stack.preview({ ...program, suspended: true })).toEqual({
      changes: [{ path: "suspended", kind: "add" }],
      unknown: [],
    });
    expect((await stack.up({ ...program, suspended: true })).suspended).toBe(true);
    expect(calls()).toEqual(["POST /services/{id}/suspend"]);

    world.sent.length = 0;
    expect(stack.preview({ ...program, suspended: false }).unknown).toEqual(["deployId", "deployStatus", "commitId"]);
    const resumed = await stack.up({ ...program, suspended: false });
    expect(resumed).toMatchObject({ suspended: false, deployStatus: "live" });
    expect(calls()).toEqual(["POST /services/{id}/resume"]);
    expect(world.render.state.services.get(stack.id ?? "")?.liveDeployId).toBe(resumed.deployId);
  });

  it("stays as it is when it is left out, also where somebody suspended it by hand", async () => {
    await stack.up(program);
    await world.client.services.suspend(stack.id ?? "");
    await stack.refresh();
    expect(stack.state.suspended).toBe(true);
    expect(stack.preview(program)).toEqual(nothing);
    expect(stack.preview({ ...program, suspended: true })).toEqual(nothing);
    expect(stack.preview({ ...program, suspended: false }).changes).toEqual([{ path: "suspended", kind: "add" }]);
  });

  it("shows as drift where it is declared", async () => {
    await stack.up({ ...program, suspended: false });
    await world.client.services.suspend(stack.id ?? "");
    await stack.refresh();
    expect(stack.preview({ ...program, suspended: false }).changes).toEqual([{ path: "suspended", kind: "update" }]);
  });

  it("changes settings of a suspended service without a deploy, which resuming makes up for", async () => {
    await stack.up(program);
    await stack.up({ ...program, suspended: true });
    world.sent.length = 0;
    const env = { ...program.env, DEV_MODE: "true" };
    expect(stack.preview({ ...program, env, suspended: true }).unknown).toEqual([]);
    await stack.up({ ...program, env, suspended: true });
    expect(calls()).toEqual(["PUT /services/{id}/env-vars/DEV_MODE"]);
    expect(stack.logs).toEqual([]);
    await stack.up({ ...program, env, suspended: false });
    const live = world.render.state.deploys.get(stack.state.deployId);
    expect(live?.snapshot?.env.DEV_MODE).toBe("true");
  });

  it("is created suspended without waiting for a deploy, and imported as it is", async () => {
    const cron = world.cron();
    expect(await cron.up({ ...cronProgram, suspended: true })).toMatchObject({ suspended: true });
    await cron.refresh();
    expect(cron.reasons).toEqual([]);
    expect(cron.preview({ ...cronProgram, suspended: true }).changes).toEqual([]);
    const imported = world.cron();
    await imported.import(cron.id ?? "");
    expect(imported.known?.inputs.suspended).toBe(true);
    expect(imported.preview({ ...cronProgram }).changes).toEqual([]);
  });
});

describe("secret files", () => {
  it("are changed one by one with one deploy, and seen by it", async () => {
    const files = { "a.json": "secret-content-a", "b.json": "secret-content-b" };
    await stack.up({ ...program, secretFiles: files });
    world.sent.length = 0;
    const changed = { "a.json": "secret-content-2", "c.json": "secret-content-c" };
    expect(stack.preview({ ...program, secretFiles: changed }).changes).toEqual([
      { path: 'secretFiles["a.json"]', kind: "update" },
      { path: 'secretFiles["b.json"]', kind: "delete" },
      { path: 'secretFiles["c.json"]', kind: "add" },
    ]);
    await stack.up({ ...program, secretFiles: changed });
    expect(calls()).toEqual([
      "PUT /services/{id}/secret-files/a.json",
      "DELETE /services/{id}/secret-files/b.json",
      "PUT /services/{id}/secret-files/c.json",
      "POST /services/{id}/deploys",
    ]);
    expect(world.render.state.deploys.get(stack.state.deployId)?.snapshot?.secretFiles).toEqual(changed);
  });

  it("stay as they are when they are left out, and are no drift then", async () => {
    await stack.up(program);
    await world.client.secretFiles.put(stack.id ?? "", "by-hand.txt", "x");
    await stack.refresh();
    expect(stack.preview(program)).toEqual(nothing);
    const imported = world.stack();
    await imported.import(stack.id ?? "");
    expect(imported.known?.inputs.secretFiles).toEqual({ "by-hand.txt": "x" });
    expect(imported.preview(program)).toEqual(nothing);
  });

  it("show as drift where they are declared", async () => {
    await stack.up({ ...program, secretFiles: {} });
    await world.client.secretFiles.put(stack.id ?? "", "by-hand.txt", "x");
    await stack.refresh();
    expect(stack.preview({ ...program, secretFiles: {} }).changes).toEqual([
      { path: 'secretFiles["by-hand.txt"]', kind: "delete" },
    ]);
  });
});
