import { mkdir, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, expect, it } from "vitest";
import { forget, keep, keptEnvironment, NoWorldError } from "../../rehearsal/kept.ts";
import { shellEnvironment } from "../../rehearsal/rehearse.ts";

let project: string;
beforeEach(async () => {
  project = await mkdtemp(join(tmpdir(), "cutover-kept-"));
  await mkdir(join(project, ".cutover"));
});
afterEach(() => rm(project, { recursive: true }));

it("gives back the environment of a world that runs, from a file only its user can read", async () => {
  await keep(project, { A: "1" });
  expect(await keptEnvironment(project)).toEqual({ A: "1" });
  expect((await stat(join(project, ".cutover", "world.json"))).mode & 0o777).toBe(0o600);
});

it("says how to start a world when none was kept, or it was forgotten", async () => {
  await expect(keptEnvironment(project)).rejects.toThrow("npx cutover rehearse --keep");
  await keep(project, {});
  await forget(project);
  await expect(keptEnvironment(project)).rejects.toThrow(NoWorldError);
});

it("does not believe a world whose process is dead", async () => {
  const { pid } = await execa(process.execPath, ["-p", "process.pid"]).then(({ stdout }) => ({ pid: Number(stdout) }));
  await writeFile(join(project, ".cutover", "world.json"), JSON.stringify({ pid, env: {} }));
  await expect(keptEnvironment(project)).rejects.toThrow(NoWorldError);
});

it("takes a file that was cut off for no world", async () => {
  await writeFile(join(project, ".cutover", "world.json"), '{"pid": 1, "en');
  await expect(keptEnvironment(project)).rejects.toThrow(NoWorldError);
});

it("prints lines that a shell reads back to the letter, quotes and all", async () => {
  const value = `it's "odd" $HOME \`x\``;
  await keep(project, { ODD: value });
  const lines = await shellEnvironment(project, false);
  const { stdout } = await execa("sh", ["-c", `${lines}printf %s "$ODD"`]);
  expect(stdout).toBe(value);
});
