import { expect, it } from "vitest";
import { makePostgres } from "../../../../providers/render/resources/postgres.ts";
import { patience, resourceOf } from "../support/resource-of.ts";
import { OWNER, startWorld } from "../support/world.ts";

const database = { name: "twin-brains", ownerId: OWNER, plan: "basic_256mb", version: "17", databaseName: "twin" };

async function begin() {
  const world = await startWorld();
  const of = (name?: string) => resourceOf(world.client, makePostgres(patience), name);
  return { ...world, of, stack: of(), stores: () => [...world.render.state.postgres.values()] };
}

it("takes Render's suffix for no difference, however the name is written", async () => {
  const { stack } = await begin();
  const { database: whole } = await stack.up(database);
  expect(whole).toMatch(/^twin_[0-9a-v]{4}$/);
  await stack.refresh();

  for (const databaseName of ["twin", whole, undefined])
    expect(stack.preview({ ...database, databaseName }).changes).toEqual([]);
  expect(() => stack.preview({ ...database, databaseName: "twin_brains" })).toThrow(/RENDER_STORE_FIXED/);
  expect(() => stack.preview({ ...database, databaseUser: "somebody" })).toThrow(/RENDER_STORE_FIXED/);
});

it("makes its database's name from its own, not from its unfinished one", async () => {
  const { stack } = await begin();
  const { databaseName: _, ...unnamed } = database;
  const state = await stack.up({ ...unnamed, name: "Twin-Brains 2" });

  expect(state.database).toMatch(/^twin_brains_2_[0-9a-v]{4}$/);
  expect(state.user).toBe(`${state.database}_user`);
  await stack.refresh();
  expect(stack.preview({ ...unnamed, name: "Twin-Brains 2" }).changes).toEqual([]);
});

it("grows its disk, leaves it where no size is said, and refuses to shrink it", async () => {
  const { stack, stores } = await begin();
  await stack.up({ ...database, diskSizeGb: 20 });
  await stack.up({ ...database, diskSizeGb: 30 });
  expect(stores()[0]?.diskSizeGB).toBe(30);

  expect(stack.preview(database).changes).toEqual([]);
  expect(() => stack.preview({ ...database, diskSizeGb: 25 })).toThrow(/a disk can only grow/);
  expect(() => stack.resource.inputs.parse({ ...database, diskSizeGb: 22 })).toThrow(/multiple of 5/);
});

it("says how another major version is installed instead of replacing", async () => {
  const { stack, stores } = await begin();
  await stack.up(database);
  expect(() => stack.preview({ ...database, version: "18" })).toThrow(/install the other version in the Dash/);

  Object.assign(stores()[0] ?? {}, { version: "18" });
  await stack.refresh();
  expect(stack.preview({ ...database, version: "18" }).changes).toEqual([]);
});

it("imports no replica", async () => {
  const { stack } = await begin();

  await expect(stack.import("dpg-0123456789abcdefghij-b")).rejects.toThrow(/expected dpg-…-a/);
});
