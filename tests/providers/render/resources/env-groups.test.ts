import { beforeEach, expect, it } from "vitest";
import { cronProgram, OWNER, program, type Stack, startWorld, type World } from "../support/world.ts";

const { JWT_SECRET: _, ...withoutSecret } = program.env;
/** The app does not start without `JWT_SECRET`, which only the group holds. */
const lacking = { ...program, env: withoutSecret };

let world: World;
let stack: Stack;
let group: string;
beforeEach(async () => {
  await begin();
});
/** @param deployMs of each phase of a deploy */
async function begin(deployMs?: number): Promise<void> {
  world = await startWorld(deployMs === undefined ? {} : { deployMs });
  stack = world.stack();
  group = await newGroup("shared", { JWT_SECRET: "group-secret-1", DEV_MODE: "group" });
}

async function newGroup(name: string, env: Record<string, string>): Promise<string> {
  const envVars = Object.entries(env).map(([key, value]) => ({ key, value }));
  const made = await world.client.envGroups.create({ name, ownerId: OWNER, envVars }, []);
  return made.id;
}
const snapshot = () => world.render.state.deploys.get(stack.state.deployId)?.snapshot;
const calls = () => world.writes().map((call) => call.replace(/(srv|crn|evg|dep)-\w+/g, "$1"));

it("links a group before the deploy that is waited for, so that an app which needs it starts", async () => {
  // Long enough for the first deploy to be still on its way when it is canceled.
  await begin(400);
  const state = await stack.up({ ...lacking, envGroups: [group] });
  expect(state.deployStatus).toBe("live");
  expect(snapshot()?.groupEnv).toEqual({ JWT_SECRET: "group-secret-1", DEV_MODE: "group" });
  expect(calls()).toEqual([
    "POST /env-groups",
    "POST /services",
    "POST /env-groups/evg/services/srv",
    "POST /services/srv/deploys/dep/cancel",
    "POST /services/srv/deploys",
  ]);
  const [own, first] = await world.client.deploys.newest(stack.id ?? "", 2);
  expect([own?.id, first?.status]).toEqual([state.deployId, "canceled"]);
});

it("lets a service's own variable win over its groups'", async () => {
  await stack.up({ ...program, envGroups: [group] });
  const health = world.render.state.services.get(stack.id ?? "");
  expect(snapshot()?.env.DEV_MODE).toBe("false");
  expect(health?.liveDeployId).toBe(stack.state.deployId);
});

it("links a cron job's group without canceling, which Render does not do for it", async () => {
  const cron = world.cron();
  const { deployId } = await cron.up({ ...cronProgram, envGroups: [group] });
  expect(calls()).not.toContainEqual(expect.stringContaining("cancel"));
  expect(world.render.state.deploys.get(deployId)?.snapshot?.groupEnv).toMatchObject({ DEV_MODE: "group" });
});

it("shows no change after up, refresh and import, in whatever order the groups are named", async () => {
  const other = await newGroup("other", { LOG_LEVEL: "info" });
  await stack.up({ ...program, envGroups: [other, group] });
  await stack.refresh();
  expect(stack.preview({ ...program, envGroups: [group, other] }).changes).toEqual([]);
  const imported = world.stack();
  await imported.import(stack.id ?? "");
  expect(imported.preview({ ...program, envGroups: [other, group] }).changes).toEqual([]);
  expect(imported.preview(program).changes).toEqual([]);
});

it("links and unlinks what differs with one deploy, and leaves other services' links alone", async () => {
  const other = await newGroup("other", { LOG_LEVEL: "info" });
  const neighbour = world.cron();
  await neighbour.up({ ...cronProgram, envGroups: [group] });
  await stack.up({ ...program, envGroups: [group] });
  world.sent.length = 0;
  expect(stack.preview({ ...program, envGroups: [other] }).unknown).toContain("deployId");
  await stack.up({ ...program, envGroups: [other] });
  expect(calls()).toEqual([
    "POST /env-groups/evg/services/srv",
    "DELETE /env-groups/evg/services/srv",
    "POST /services/srv/deploys",
  ]);
  expect(snapshot()?.groupEnv).toEqual({ LOG_LEVEL: "info" });
  expect([...(world.render.state.envGroups.get(group)?.services ?? [])]).toEqual([neighbour.id]);
});

it("shows a link that was made or cut by hand as drift where groups are declared, and not where they are left out", async () => {
  await stack.up({ ...program, envGroups: [] });
  await world.client.envGroups.link(group, stack.id ?? "");
  await stack.refresh();
  expect(stack.preview({ ...program, envGroups: [] }).changes).toEqual([{ path: "envGroups[0]", kind: "delete" }]);
  expect(stack.preview(program).changes).toEqual([]);
});

it("keeps the id of a service whose group does not exist, and goes on from there", async () => {
  await expect(stack.up({ ...program, envGroups: ["evg-0000000000"] })).rejects.toThrow("RENDER_NOT_FOUND");
  expect(stack.id).toMatch(/^srv-/);
  const state = await stack.up({ ...program, envGroups: [group] });
  expect(state.deployStatus).toBe("live");
  expect(world.render.inventory().services).toEqual([program.name]);
});
