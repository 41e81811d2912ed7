import { mkdir, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, expect, it } from "vitest";
import { expectFreeName, forget, type KeptWorld, keep, keptWorld, keptWorlds } from "../../rehearsal/kept.ts";
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
  const { stdout } = await execa(process.execPath, ["-p", "process.pid"]);
  await keep(project, world("prod", { pid: Number(stdout) }));
  expect(await keptWorlds(project)).toEqual([]);
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
