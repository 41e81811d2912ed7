import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { restoreSnapshot, takeSnapshot } from "../../../rehearsal/snapshot/snapshots.ts";
import { addService, madeFor, type Served, serveWorld } from "../page/world.ts";

// Worlds have ports, threads and certificates; a busy machine takes its time for them.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let served: Served;
beforeEach(async () => {
  served = await serveWorld(["secret-of-then"]);
});
afterEach(() => served[Symbol.asyncDispose]());

const snapshotFile = (name: string, file: string) => join(served.subject.project, ".cutover", "snapshots", name, file);
const health = async () => (await served.world.edge.fetch("https://twin-brains-api.onrender.com/health")).json();
const push = async (message: string, app: object) => {
  served.world.git.push(madeFor.repository, madeFor.branch, message, app);
  await served.world.render.settled();
};

it("brings back services, their traffic, Git, faults, time, database, files and secrets", async () => {
  const { world, subject } = served;
  const id = await addService(served);
  await writeFile(join(world.folder, "state", "stack.json"), "then");
  const inventory = world.inventory();
  const head = world.git.resolve(madeFor.repository, madeFor.branch)?.sha;
  await world.database.query("create table public.kept as select 1 as value");
  await takeSnapshot(subject, "then");

  await push("Refactor imports", { processors: false });
  expect(await health()).toMatchObject({ processors_available: false });
  world.clock.advance(86_400_000);
  world.faults.add({ kind: "deploy", at: "twin-brains-api", state: "build_failed" });
  await writeFile(join(world.folder, "state", "stack.json"), "now");
  await served.render("DELETE", `/services/${id}`);
  await world.database.query("drop table public.kept");
  subject.secrets = [];

  await restoreSnapshot(subject, "then");
  expect(await health()).toEqual({ status: "healthy", processors_available: true });
  expect(world.inventory()).toEqual(inventory);
  expect(world.git.resolve(madeFor.repository, madeFor.branch)?.sha).toBe(head);
  expect(world.faults.list()).toEqual([]);
  expect(await readFile(join(world.folder, "state", "stack.json"), "utf8")).toBe("then");
  expect(await world.database.query("select value from public.kept")).toEqual([{ value: 1 }]);
  expect(subject.secrets).toEqual(["secret-of-then"]);
});

it("goes on from there: the next deploy of a restored service has the next id", async () => {
  const id = await addService(served);
  await takeSnapshot(served.subject, "then");
  await restoreSnapshot(served.subject, "then");
  await push("Fix", {});
  const deploys = served.world.render.state.deploysOf(id);
  expect(new Set(deploys.map((deploy) => deploy.id)).size).toBe(2);
  expect(deploys.map(({ status }) => status)).toEqual(["deactivated", "live"]);
});

it("waits for what is under way", async () => {
  const id = await addService(served);
  served.world.git.push(madeFor.repository, madeFor.branch, "Under way");
  await takeSnapshot(served.subject, "after");
  await restoreSnapshot(served.subject, "after");
  expect(served.world.render.state.deploysOf(id).map(({ status }) => status)).toEqual(["deactivated", "live"]);
});

it("goes into another world, with the passphrase and the database's keys", async () => {
  await addService(served);
  const passphrase = await readFile(join(served.world.folder, "passphrase"), "utf8");
  await takeSnapshot(served.subject, "then");
  await using other = await serveWorld();
  await restoreSnapshot({ ...other.subject, project: served.subject.project }, "then");
  expect(await (await other.world.edge.fetch("https://twin-brains-api.onrender.com/health")).json()).toMatchObject({
    status: "healthy",
  });
  expect(await readFile(join(other.world.folder, "passphrase"), "utf8")).toBe(passphrase);
  expect(other.world.database.keys).toEqual(served.world.database.keys);
});

it("is its owner's only", async () => {
  await takeSnapshot(served.subject, "then");
  const modeOf = async (file: string) => (await stat(snapshotFile("then", file))).mode & 0o777;
  expect(await modeOf("")).toBe(0o700);
  for (const file of ["snapshot.json", "world.bin.gz", "passphrase"]) expect(await modeOf(file)).toBe(0o600);
  expect(await readFile(snapshotFile("then", "snapshot.json"), "utf8")).not.toContain("secret-of-then");
});

it("does not overwrite a snapshot unless it is told to", async () => {
  await takeSnapshot(served.subject, "then");
  await expect(takeSnapshot(served.subject, "then")).rejects.toMatchObject({ code: "SNAPSHOT_EXISTS" });
  served.world.clock.advance(3_600_000);
  await takeSnapshot(served.subject, "then", { over: true });
  await restoreSnapshot(served.subject, "then");
  expect(served.world.clock.advancedMs).toBeGreaterThan(0);
});

it("goes on from the time that it was, however long ago it was taken", async () => {
  const { clock } = served.world;
  const { worldTime } = await takeSnapshot(served.subject, "then");
  clock.advance(86_400_000);
  await restoreSnapshot(served.subject, "then");
  expect(clock.advancedMs).toBeLessThan(0);
  expect(clock.now().getTime() - Date.parse(worldTime)).toBeLessThan(60_000);
});

it("names the snapshots there are when the one that is asked for is not", async () => {
  await takeSnapshot(served.subject, "then");
  await expect(restoreSnapshot(served.subject, "them")).rejects.toThrow(
    "SNAPSHOT_UNKNOWN: there is no snapshot them here; those there are: then",
  );
});

it("leaves the world as it was when a part cannot be restored", async () => {
  await addService(served);
  await takeSnapshot(served.subject, "then");
  await push("Later", {});
  const before = served.world.render.state;
  await writeFile(snapshotFile("then", "world.bin.gz"), "cut off");
  await expect(restoreSnapshot(served.subject, "then")).rejects.toThrow(/SNAPSHOT_UNREADABLE.*The world is as it was/s);
  expect(served.world.render.state).toBe(before);
  expect(await health()).toMatchObject({ status: "healthy" });
});

it("refuses what was taken of a world for another stack", async () => {
  await takeSnapshot(served.subject, "then");
  await expect(restoreSnapshot({ ...served.subject, stack: "staging" }, "then")).rejects.toThrow(
    "SNAPSHOT_OTHER: the snapshot then is of a world whose stack is prod; here it is staging",
  );
});

it("neither takes nor puts back half of an update", async () => {
  await takeSnapshot(served.subject, "then");
  const locks = join(served.world.folder, "state", ".pulumi", "locks", "organization", "cutover", "prod");
  await mkdir(locks, { recursive: true });
  const held = { pid: process.pid, username: "me", hostname: "elsewhere", timestamp: new Date().toISOString() };
  await writeFile(join(locks, "lock.json"), JSON.stringify(held));
  await expect(takeSnapshot(served.subject, "half")).rejects.toMatchObject({ code: "UPDATE_RUNNING" });
  await expect(restoreSnapshot(served.subject, "then")).rejects.toMatchObject({ code: "UPDATE_RUNNING" });
});

it("replaces a snapshot and none whose name begins the same, and names all there are", async () => {
  for (const name of ["v1", "v1.before", "v1.2"]) await takeSnapshot(served.subject, name);
  await takeSnapshot(served.subject, "v1", { over: true });
  await expect(restoreSnapshot(served.subject, "other")).rejects.toThrow("those there are: v1, v1.2, v1.before");
});
