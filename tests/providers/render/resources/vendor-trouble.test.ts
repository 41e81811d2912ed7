import { beforeEach, expect, it } from "vitest";
import { program, type Stack, startWorld, type World } from "../support/world.ts";

let world: World;
let stack: Stack;
beforeEach(async () => {
  world = await startWorld();
  stack = world.stack();
});
const made = () => world.render.inventory().services;
const deploysStarted = () => world.writes().filter((call) => call.endsWith("/deploys"));

it("S0.8 gets through a storm of 429 with one service, one deploy and every body whole", async () => {
  world.faults.add({ kind: "status", at: "* /v1/services", status: 429, retryAfterSeconds: 0, times: 4 });
  await stack.up(program);
  world.sent.length = 0;
  world.faults.add({ kind: "status", at: "* /v1/services/*", status: 429, retryAfterSeconds: 0, times: 5 });
  await stack.up({ ...program, plan: "pro", env: { ...program.env, DEV_MODE: "true" } });

  expect(made()).toEqual([program.name]);
  expect(world.faults.list()).toEqual([]);
  const [service] = world.render.state.services.values();
  expect(service?.settings.plan).toBe("pro");
  expect(service?.env.get("DEV_MODE")).toBe("true");
  expect([...world.render.state.deploys.values()].filter(({ trigger }) => trigger === "api")).toHaveLength(2);
});

it("S0.8 waits as long as a 429 says", async () => {
  await stack.up(program);
  world.faults.add({ kind: "status", at: "GET /v1/services/", status: 429, retryAfterSeconds: 1 });
  const startedAt = performance.now();
  await stack.refresh();

  expect(performance.now() - startedAt).toBeGreaterThan(950);
});

it("S0.8 reads again after a 500 and a reset", async () => {
  await stack.up(program);
  const { known } = stack;
  world.faults.add({ kind: "status", at: "GET /v1/services", status: 500 });
  world.faults.add({ kind: "reset", at: "GET /v1/services" });
  await stack.refresh();

  expect(stack.known).toEqual(known);
  expect(world.faults.list()).toEqual([]);
});

it("S0.8 takes an answer that is cut off for none: the state stays, and the next refresh reads it", async () => {
  await stack.up(program);
  const { known } = stack;
  world.faults.add({ kind: "truncated", at: "GET /v1/services" });

  await expect(stack.refresh()).rejects.toThrow("RENDER_UNEXPECTED_ANSWER");
  expect(stack.known).toEqual(known);
  await stack.refresh();
  expect(stack.known).toEqual(known);
});

it.each(["before", "after"] as const)(
  "S0.8 makes one service when the connection is reset %s it is made",
  async (when) => {
    world.faults.add({ kind: "reset", at: "POST /v1/services$", when });
    await stack.up(program);

    expect(made()).toEqual([program.name]);
    expect(stack.state.deployStatus).toBe("live");
    expect(world.faults.list()).toEqual([]);
  },
);

it("S0.8 makes one service when the answer to its creation is cut off", async () => {
  world.faults.add({ kind: "truncated", at: "POST /v1/services$" });
  await stack.up(program);

  expect(made()).toEqual([program.name]);
  expect(stack.state.deployStatus).toBe("live");
});

it.each(["before", "after"] as const)(
  "S0.8 starts one deploy when the connection is reset %s it starts",
  async (when) => {
    await stack.up(program);
    world.sent.length = 0;
    world.faults.add({ kind: "reset", at: "POST /v1/services/*/deploys$", when });
    await stack.up({ ...program, plan: "pro" });

    expect(world.render.state.deploysOf(stack.id ?? "")).toHaveLength(2);
    expect(deploysStarted()).toHaveLength(when === "before" ? 2 : 1);
    expect(stack.state.deployStatus).toBe("live");
  },
);

it("S0.8 deletes although the connection is reset after the service is gone", async () => {
  await stack.up(program);
  world.faults.add({ kind: "reset", at: "DELETE /v1/services/", when: "after" });
  await stack.destroy();

  expect(made()).toEqual([]);
});

it("S0.6 tells that a health check never passed, and what the log says of it", async () => {
  world.faults.add({ kind: "deploy", at: program.name, state: "unhealthy" });

  await expect(stack.up(program)).rejects.toThrow(/ended as update_failed.*Timed out waiting for GET \/health/s);
});

it("S0.5 waits for a deploy that is slow to leave the queue", async () => {
  world.faults.add({ kind: "slow-deploy", at: program.name, delayMs: 200, phase: "queued" });
  await stack.up(program);

  expect(stack.state.deployStatus).toBe("live");
});
