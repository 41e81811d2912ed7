import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import {
  expectFreeName,
  forget,
  forgetDead,
  type KeptWorld,
  keep,
  keptWorld,
  keptWorlds,
} from "../../rehearsal/kept.ts";
import { shellEnvironment } from "../../rehearsal/shell.ts";

let project: string;
beforeEach(async () => {
  project = await mkdtemp(join(tmpdir(), "cutover-kept-"));
});
afterEach(() => rm(project, { recursive: true }));

const world = (name: string, more: Partial<KeptWorld> = {}): KeptWorld => ({
  ...{ name, stack: "prod", pid: process.pid, startedAt: "2026-11-21T10:00:00.000Z" },
  ...{ url: "http://127.0.0.1:1", pageToken: "look", controlToken: "change", env: {} },
  ...more,
});
const deadProcess = async () => Number((await execa(process.execPath, ["-p", "process.pid"])).stdout);
const file = (name: string) => join(project, ".cutover", "worlds", `${name}.json`);

it("gives back a world that runs, from a file only its user can read", async () => {
  await keep(project, world("prod", { env: { A: "1" } }));
  expect((await keptWorld(project)).env).toEqual({ A: "1" });
  expect((await stat(file("prod"))).mode & 0o777).toBe(0o600);
});

it("says how to start a world when none was kept, or it was forgotten", async () => {
  await expect(keptWorld(project)).rejects.toThrow("npx cutover rehearse --keep");
  await keep(project, world("prod"));
  await forget(project, "prod");
  await expect(keptWorld(project)).rejects.toMatchObject({ code: "NO_WORLD" });
});

it("does not believe a world whose process is dead", async () => {
  await keep(project, world("prod", { pid: await deadProcess() }));
  expect(await keptWorlds(project)).toEqual([]);
});

it("forgets worlds whose process was killed, and no other", async () => {
  await keep(project, world("killed", { pid: await deadProcess() }));
  await keep(project, world("prod"));
  await forgetDead(project);
  expect([existsSync(file("killed")), existsSync(file("prod"))]).toEqual([false, true]);
});

it("does not take the place of a world that got the name first, but that of a dead one", async () => {
  await keep(project, world("prod", { pid: await deadProcess() }));
  await keep(project, world("prod"));
  await expect(keep(project, world("prod", { pid: process.ppid }))).rejects.toMatchObject({ code: "WORLD_EXISTS" });
  expect(await keptWorld(project)).toMatchObject({ pid: process.pid });
  expect(await readdir(join(project, ".cutover", "worlds"))).toEqual(["prod.json"]);
});

it("takes a file that was cut off for no world", async () => {
  await mkdir(join(project, ".cutover", "worlds"), { recursive: true });
  await writeFile(file("prod"), '{"pid": 1, "en');
  expect(await keptWorlds(project)).toEqual([]);
});

it("asks which one is meant when several run, and names those that do", async () => {
  for (const name of ["other", "prod"]) await keep(project, world(name));
  await expect(keptWorld(project)).rejects.toThrow(/2 worlds.*--name other.*--name prod/s);
  expect(await keptWorld(project, "other")).toMatchObject({ name: "other" });
  await expect(keptWorld(project, "third")).rejects.toThrow(/no world named third.*other, prod/s);
});

it("refuses a second world of the same name, and says how to end the first", async () => {
  await keep(project, world("prod"));
  await expect(expectFreeName(project, "prod")).rejects.toThrow("npx cutover rehearse stop --name prod");
  await expect(expectFreeName(project, "other")).resolves.toBeUndefined();
});

it("prints lines that a shell reads back to the letter, quotes and all", async () => {
  const value = `it's "odd" $HOME \`x\``;
  await keep(project, world("prod", { env: { ODD: value } }));
  const lines = await shellEnvironment(project, { json: false });
  const { stdout } = await execa("sh", ["-c", `${lines}printf %s "$ODD"`]);
  expect(stdout).toBe(value);
});

it("leaves a shell the folders of its own PATH", async () => {
  await keep(project, world("prod", { env: { PATH: "/of/the/keeping/terminal" } }));
  vi.stubEnv("PATH", `${process.env.PATH}:/of/this/terminal`);
  const { PATH } = JSON.parse(await shellEnvironment(project, { json: true }));
  vi.unstubAllEnvs();
  expect(PATH.split(":")).toContain("/of/this/terminal");
  expect(PATH).not.toContain("/of/the/keeping/terminal");
});
