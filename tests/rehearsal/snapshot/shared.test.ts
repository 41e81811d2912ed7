import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { beginWith } from "../../../rehearsal/snapshot/shared.ts";
import { madeFor, type Served, serveWorld } from "../page/world.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let snapshots: string;
let worlds: readonly [Served, Served];
beforeEach(async () => {
  snapshots = await mkdtemp(join(tmpdir(), "cutover-shared-"));
  worlds = [await serveWorld(["secret-of-one"]), await serveWorld(["secret-of-other"])];
});
afterEach(async () => {
  for (const world of worlds) await world[Symbol.asyncDispose]();
  await rm(snapshots, { recursive: true, force: true });
});

/** Pushes one commit, as what is brought about; and says which world has done so. */
function begin({ subject, world }: Served, made: Served[], then = async () => {}) {
  return beginWith({ ...subject, snapshots }, "begun", async () => {
    made.push(worlds.find((one) => one.world === world) as Served);
    world.git.push(madeFor.repository, madeFor.branch, "Begin");
    await then();
  });
}
const head = ({ world }: Served) => world.git.resolve(madeFor.repository, madeFor.branch)?.sha;

it("is brought about once when two need it at the same moment, and both have it", async () => {
  const made: Served[] = [];
  await Promise.all(worlds.map((world) => begin(world, made)));
  expect(made).toHaveLength(1);
  expect(head(worlds[0])).toBe(head(worlds[1]));
  expect(head(worlds[0])).toMatch(/^[0-9a-f]{40}$/);
  expect((await readdir(snapshots)).sort()).toEqual(["begun"]);
});

it("can be had by two at once, once it is there", async () => {
  const made: Served[] = [];
  await begin(worlds[0], made);
  const first = head(worlds[0]);
  for (const { world } of worlds) world.git.push(madeFor.repository, madeFor.branch, "Later");
  await Promise.all(worlds.map((world) => begin(world, made)));
  expect(made).toEqual([worlds[0]]);
  expect(worlds.map(head)).toEqual([first, first]);
});

it("is brought about by the next one where the first fails", async () => {
  const made: Served[] = [];
  const failing = begin(worlds[0], made, () => Promise.reject(new Error("it does not come up")));
  await expect(failing).rejects.toThrow("it does not come up");
  expect(await readdir(snapshots)).toEqual([]);
  await begin(worlds[1], made);
  expect(made).toEqual([...worlds]);
});

it("takes nothing of what somebody who was killed left half made", async () => {
  // As a killed process leaves it: the lock of nobody who lives, and a snapshot that has not got its name yet.
  const gone = 2 ** 22 + 1;
  await writeFile(join(snapshots, ".begun.lock"), JSON.stringify({ pid: gone, host: hostname() }));
  await mkdir(join(snapshots, `.begun.${gone}`, "state"), { recursive: true });
  const made: Served[] = [];
  await begin(worlds[0], made);
  await begin(worlds[1], made);
  expect(made).toEqual([worlds[0]]);
  expect(head(worlds[1])).toBe(head(worlds[0]));
});
