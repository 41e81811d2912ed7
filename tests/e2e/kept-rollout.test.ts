import { existsSync } from "node:fs";
import { cp, rm } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, it } from "vitest";
import { eventually } from "../support/eventually.ts";
import { standingSnapshot } from "./support/standing-prod.ts";
import { cutover, project } from "./support/world.ts";

const name = `test-rollout-${process.pid}`;
const snapshot = join(project, ".cutover", "snapshots", name);
let kept: ReturnType<typeof cutover> | undefined;
let env: string;
beforeAll(async () => {
  await cp(await standingSnapshot(0), snapshot, { recursive: true });
  kept = cutover(["rehearse", "--keep", "--name", name, "--restore", name]);
  const file = join(project, ".cutover", "worlds", `${name}.json`);
  await eventually(() => expect(existsSync(file)).toBe(true), 90_000);
  env = `eval "$(npx --no-install cutover rehearse env --name ${name})"`;
});
afterAll(async () => {
  kept?.kill("SIGINT");
  await kept;
  await rm(snapshot, { recursive: true, force: true });
});

/** What somebody types in another terminal. */
const typed = (...commands: readonly string[]) =>
  execa("sh", ["-c", [env, ...commands].join(" && ")], { cwd: project, reject: false, all: true });
const percent = (value: number) => `pulumi config set --path cutover:rollout.percent ${value}`;

it("S2.2 plain pulumi in a kept world goes from 0 % to 10 %, and a preview of 100 % fails naming the step that is due", async () => {
  const up = await typed(percent(10), "pulumi up --yes --skip-preview");
  expect(up.exitCode, up.all).toBe(0);

  const preview = await typed(percent(100), "pulumi preview");
  expect(preview.exitCode).not.toBe(0);
  expect(preview.all).toContain("10 % → 100 % skips 50 %; the step that is due is 50 %");
});
