import { existsSync } from "node:fs";
import { rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, inject, it, onTestFinished } from "vitest";
import { isAlive } from "../../engine/bootstrap/is-alive.js";
import { restoreSnapshot } from "../../rehearsal/snapshot/snapshots.ts";
import { eventually } from "../support/eventually.ts";
import { openStandingProd, snapshotAt } from "./support/standing-prod.ts";
import { cutover, project } from "./support/world.ts";

const unchanged = ["preview", "--refresh", "--expect-no-changes"];

it("a snapshot brings back a rollout at 10 %, in a new world and in the same one: Pulumi finds nothing to change", async () => {
  const rehearsal = await openStandingProd(10);
  onTestFinished(() => rehearsal.close());
  const { world, file, pulumi, secrets } = rehearsal;
  const restored = await pulumi(unchanged);
  expect(restored).toMatchObject({ exitCode: 0 });
  expect(restored.stdout).toMatch(/10 %: since .* UTC, when users got it/);

  const { git, render } = world;
  git.push(file.repository, file.branch, "Refactor imports", { processors: false });
  await pulumi(["config", "set", "--path", "cutover:rollout.percent", "50"]);
  for (const id of render.state.services.keys())
    await fetch(`${render.url}/services/${id}`, {
      method: "DELETE",
      headers: { authorization: `Bearer ${render.token}` },
    });
  expect((await pulumi(unchanged)).exitCode).not.toBe(0);

  const subject = { project, stack: "prod", world, file, secrets, snapshots: inject("standing") };
  await restoreSnapshot(subject, snapshotAt(10));
  expect(await pulumi(unchanged)).toMatchObject({ exitCode: 0 });
});

describe("worlds kept by cutover rehearse", () => {
  const [one, other] = ["one", "other"].map((name) => `test-${name}-${process.pid}`) as [string, string];
  const running: ReturnType<typeof cutover>[] = [];
  afterEach(async () => {
    for (const child of running.splice(0)) {
      child.kill("SIGINT");
      await child;
    }
    for (const name of [one, other])
      await rm(join(project, ".cutover", "snapshots", name), { recursive: true, force: true });
  });
  const record = (name: string) => join(project, ".cutover", "worlds", `${name}.json`);
  const rehearse = (name: string, ...args: string[]) => cutover(["rehearse", ...args, "--name", name]);
  const json = async (name: string, ...args: string[]) => {
    const { stdout, exitCode, stderr } = await rehearse(name, ...args, "--json");
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    return JSON.parse(stdout);
  };

  it("are controlled from another terminal, two at once, and leave nothing", async () => {
    for (const name of [one, other]) running.push(rehearse(name, "--keep"));
    await eventually(() => expect([one, other].map((name) => existsSync(record(name)))).toEqual([true, true]), 90_000);
    expect((await stat(record(one))).mode & 0o777).toBe(0o600);

    const both = await cutover(["rehearse", "env"]);
    expect(both.exitCode).toBe(1);
    expect(both.stderr).toContain(`add --name ${other}`);
    const again = await rehearse(one, "--keep");
    expect(again.exitCode).toBe(1);
    expect(again.stderr).toContain("WORLD_EXISTS");

    expect(await json(one, "push", "--message", "Broken", "--trait", "processors=false")).toMatchObject({
      branch: "main",
    });
    const typo = await rehearse(one, "push", "--trait", "procesors=false");
    expect(typo.exitCode).toBe(2);
    expect(typo.stderr).toContain("procesors");
    const fault = { kind: "deploy", at: "twin-brains-api", state: "build_failed", times: 1 };
    expect(await json(one, "fault", "add", JSON.stringify(fault))).toEqual({ faults: [fault] });
    expect(await json(one, "advance", "P1D")).toMatchObject({ advancedMs: 86_400_000 });
    expect(await json(one, "snapshot", one)).toMatchObject({ name: one });
    expect(await json(one, "fault", "clear")).toEqual({ faults: [] });
    expect(await json(one, "restore", one)).toMatchObject({ name: one });
    expect(await json(one, "fault", "list")).toEqual({ faults: [fault] });

    const [untouched] = (await json(other, "status")).worlds;
    expect(untouched).toMatchObject({ name: other, advancedMs: 0, faults: [], verdict: { word: "Empty" } });
    const page = await fetch(untouched.page);
    expect(await page.text()).toContain(`<strong>${other}</strong>`);

    expect(await json(other, "stop")).toEqual({ stopped: other });
    expect(existsSync(record(other))).toBe(false);
    expect(isAlive(untouched.pid)).toBe(false);
    expect(existsSync(join(project, ".cutover", "worlds", `${untouched.pid}-0`))).toBe(false);
    expect((await running[1])?.exitCode).toBe(0);
  });
});
