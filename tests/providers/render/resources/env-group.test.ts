import { expect, it } from "vitest";
import { makeEnvGroup } from "../../../../providers/render/resources/env-group.ts";
import { unfinishedName } from "../../../../providers/render/resources/unfinished.ts";
import { patience, resourceOf } from "../support/resource-of.ts";
import { OWNER, program, startWorld } from "../support/world.ts";

const given = {
  ...{ name: "twin-brains-shared", ownerId: OWNER },
  env: { LOG_LEVEL: "info", TOKEN: "shared-token-1" },
  secretFiles: { "google.json": '{"key":"abc"}' },
};

async function begin() {
  const world = await startWorld();
  const of = (name?: string) => resourceOf(world.client, makeEnvGroup(patience), name);
  return { ...world, of, stack: of(), groups: () => [...world.render.state.envGroups.values()] };
}
const only = <T>([first]: readonly T[]): T => {
  if (first === undefined) throw new Error("there is none");
  return first;
};

it("S1.9 is made with its values under its unfinished name, and named at last", async () => {
  const { stack, groups, sent } = await begin();
  const { envGroupId } = await stack.up(given);
  const group = only(groups());

  expect(group).toMatchObject({ id: envGroupId, name: given.name });
  expect(Object.fromEntries(group.env)).toEqual(given.env);
  expect(Object.fromEntries(group.secretFiles)).toEqual(given.secretFiles);
  expect(sent.filter(({ method }) => method !== "GET").map(({ method, body }) => [method, body])).toEqual([
    ["POST", expect.objectContaining({ name: unfinishedName(stack.call().urn) })],
    ["PATCH", { name: given.name }],
  ]);
});

it("shows no change after up, refresh and import", async () => {
  const { stack, of } = await begin();
  await stack.up(given);
  expect(stack.preview(given).changes).toEqual([]);
  await stack.refresh();
  expect(stack.preview(given).changes).toEqual([]);
  const imported = of();
  await imported.import(stack.id ?? "");
  expect(imported.preview(given).changes).toEqual([]);
});

it("sends a changed value by its key and nothing else", async () => {
  const { stack, groups, writes, sent } = await begin();
  await stack.up(given);
  sent.length = 0;
  const changed = { ...given, env: { TOKEN: "shared-token-2", REGION: "eu" }, secretFiles: { "other.txt": "x" } };
  expect(stack.preview(changed).changes).toEqual([
    { path: "env.LOG_LEVEL", kind: "delete" },
    { path: "env.REGION", kind: "add" },
    { path: "env.TOKEN", kind: "update" },
    { path: 'secretFiles["google.json"]', kind: "delete" },
    { path: 'secretFiles["other.txt"]', kind: "add" },
  ]);
  await stack.up(changed);

  const at = `/env-groups/${stack.id}`;
  expect(writes()).toEqual([
    `DELETE ${at}/env-vars/LOG_LEVEL`,
    `PUT ${at}/env-vars/REGION`,
    `PUT ${at}/env-vars/TOKEN`,
    `DELETE ${at}/secret-files/google.json`,
    `PUT ${at}/secret-files/other.txt`,
  ]);
  expect(Object.fromEntries(only(groups()).env)).toEqual(changed.env);
});

it("leaves what somebody changed at Render meanwhile when it changes something else", async () => {
  const { stack, groups } = await begin();
  await stack.up(given);
  only(groups()).env.set("BY_HAND", "1");
  await stack.up({ ...given, env: { ...given.env, LOG_LEVEL: "debug" } });

  expect(Object.fromEntries(only(groups()).env)).toMatchObject({ BY_HAND: "1", LOG_LEVEL: "debug" });
});

it("never links or unlinks a service", async () => {
  const { stack, groups, writes, client } = await begin();
  const { service } = await client.services.create(
    {
      ...{ type: "web_service", name: program.name, ownerId: OWNER, repo: program.repo, branch: "main" },
      serviceDetails: { runtime: "docker" },
    },
    [],
  );
  await stack.up(given);
  await client.envGroups.link(stack.id ?? "", service.id);
  await stack.up({ ...given, name: "renamed", env: {} });
  await stack.refresh();

  expect([...only(groups()).services]).toEqual([service.id]);
  expect(writes().filter((call) => call.includes("/services/"))).toEqual([
    `POST /env-groups/${stack.id}/services/${service.id}`,
  ]);
});

it("shows what was changed by hand as drift, key by key", async () => {
  const { stack, groups } = await begin();
  await stack.up(given);
  only(groups()).env.set("LOG_LEVEL", "debug").set("BY_HAND", "1");
  await stack.refresh();

  expect(stack.preview(given).changes.map(({ path, kind }) => [path, kind])).toEqual([
    ["env.BY_HAND", "delete"],
    ["env.LOG_LEVEL", "update"],
  ]);
  await stack.up(given);
  expect(Object.fromEntries(only(groups()).env)).toEqual(given.env);
});

it("is replaced for another workspace only", async () => {
  const { stack } = await begin();
  await stack.up(given);

  expect(stack.preview({ ...given, ownerId: "tea-2" }).changes).toEqual([
    { path: "ownerId", kind: "update", replace: true },
  ]);
});

it("is gone for a refresh when somebody deleted it, and deleted when it is gone", async () => {
  const { stack, client } = await begin();
  await stack.up(given);
  await client.envGroups.remove(stack.id ?? "");
  await stack.destroy();
  await stack.up(given);
  await client.envGroups.remove(stack.id ?? "");
  await expect(stack.up({ ...given, env: {} })).rejects.toThrow(/RENDER_ENV_GROUP_GONE/);
  await stack.refresh();

  expect(stack.known).toBeUndefined();
});

it("refuses a name that somebody has, says how to import, and makes nothing", async () => {
  const { stack, of, groups } = await begin();
  await stack.up(given);

  await expect(of("other").up(given)).rejects.toThrow(
    new RegExp(`RENDER_NAME_TAKEN[\\s\\S]*pulumi import render:index:EnvGroup other ${stack.id}`),
  );
  expect(groups()).toHaveLength(1);
});

it("goes on with what a killed run began, in today's form", async () => {
  const { stack, groups } = await begin();
  await stack.up({ ...given, env: { LOG_LEVEL: "old", OLD: "1" } });
  only(groups()).name = unfinishedName(stack.call().urn);
  stack.id = stack.known = undefined;
  await stack.up(given);

  expect(groups()).toHaveLength(1);
  expect(only(groups()).name).toBe(given.name);
  expect(Object.fromEntries(only(groups()).env)).toEqual(given.env);
});

it("finds what it made when the answer got lost, and makes no second one", async () => {
  const { stack, groups, faults } = await begin();
  faults.add({ kind: "lost", at: "POST /v1/env-groups" });
  await stack.up(given);

  expect(groups()).toHaveLength(1);
});

it("keeps its id when a part of it cannot be sent, and sends it the next time", async () => {
  const { stack, groups, faults } = await begin();
  faults.add({ kind: "status", at: "PATCH /v1/env-groups/", status: 403 });
  await expect(stack.up(given)).rejects.toThrow(/RENDER_FORBIDDEN/);
  expect(stack.id).toBe(only(groups()).id);
  await stack.refresh();
  expect(stack.reasons).toEqual([expect.stringContaining("RENDER_UNFINISHED")]);
  await stack.up(given);

  expect(only(groups()).name).toBe(given.name);
});

it.each([
  [{ env: { "1A": "x" } }, /starts with no digit/],
  [{ env: { CUTOVER_RESOURCE: "x" } }, /set by this provider/],
  [{ secretFiles: { "a/b": "x" } }, /without folders/],
  [{ environmentId: "env-1" }, /evm-…/],
])("refuses the inputs %j", async (wrong, words) => {
  const { stack } = await begin();

  expect(() => stack.resource.inputs.parse({ ...given, ...wrong })).toThrow(words);
});
