import { beforeEach, expect, it } from "vitest";
import { program, startWorld, type World } from "../support/world.ts";

const nothing = { changes: [], unknown: [] };

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
const notified = { ...program, notifyOnFail: "notify" };
const sentOf = (id = "") => world.render.state.services.get(id)?.notifications.notificationsToSend;
const override = (id = "") => `/notification-settings/overrides/services/${id}`;

it("tells of failed deploys from the first one on, with no deploy of its own", async () => {
  const stack = world.stack();
  await stack.up(notified);
  expect(world.writes()).toEqual(["POST /services", `PATCH ${override(stack.id)}`]);
  expect(world.sent.find(({ method }) => method === "PATCH")?.body).toEqual({ notificationsToSend: "failure" });
  await stack.refresh();
  expect(stack.preview(notified)).toEqual(nothing);
});

it("is asked for before the first deploy has ended, so that its failure is told", async () => {
  world.git.push(program.repo, "main", "Broken", { buildFailure: ["no"] });
  const stack = world.stack();
  await expect(stack.up(notified)).rejects.toThrow("RENDER_DEPLOY_FAILED");
  expect(sentOf(stack.id)).toBe("failure");
});

it.each([
  ["ignore", "none"],
  ["default", "default"],
])("is changed to %s without a deploy, and the preview knows every output", async (notifyOnFail, sent) => {
  const stack = world.stack();
  await stack.up(notified);
  const { deployId } = stack.state;
  world.sent.length = 0;
  const changed = { ...program, notifyOnFail };
  expect(stack.preview(changed)).toEqual({ changes: [{ path: "notifyOnFail", kind: "update" }], unknown: [] });
  await stack.up(changed);
  expect(world.writes()).toEqual([`PATCH ${override(stack.id)}`]);
  expect(sentOf(stack.id)).toBe(sent);
  expect(stack.state.deployId).toBe(deployId);
  await stack.refresh();
  expect(stack.preview(changed)).toEqual(nothing);
});

it("stays as it is where it is left out", async () => {
  const stack = world.stack();
  await stack.up(notified);
  world.sent.length = 0;
  expect(stack.preview(program)).toEqual(nothing);
  await stack.up({ ...program, name: "renamed" });
  expect(world.writes()).toEqual([`PATCH /services/${stack.id}`]);
  expect(sentOf(stack.id)).toBe("failure");
});

it("is taken for told where somebody chose by hand to be told of every deploy", async () => {
  const stack = world.stack();
  await stack.up(program);
  const headers = { authorization: `Bearer ${world.render.token}`, "content-type": "application/json" };
  const body = JSON.stringify({ notificationsToSend: "all" });
  await fetch(`${world.render.url}${override(stack.id)}`, { method: "PATCH", headers, body });
  await stack.up(notified);
  expect(sentOf(stack.id)).toBe("all");
  const imported = world.stack();
  await imported.import(stack.id ?? "");
  expect(imported.known?.inputs.notifyOnFail).toBe("notify");
});

it("shows what was switched off by hand as a change, and switches it on again", async () => {
  const stack = world.stack();
  await stack.up(notified);
  await world.client.services.notify(stack.id ?? "", "none");
  await stack.refresh();
  expect(stack.preview(notified).changes).toEqual([{ path: "notifyOnFail", kind: "update" }]);
  await stack.up(notified);
  expect(sentOf(stack.id)).toBe("failure");
});
