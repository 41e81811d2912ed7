import { existsSync } from "node:fs";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { isAlive } from "../../engine/bootstrap/is-alive.js";
import { openRehearsal, type Rehearsal } from "../../rehearsal/open.ts";
import { restoreSnapshot, takeSnapshot } from "../../rehearsal/snapshot/snapshots.ts";
import { cutover, project } from "./support/world.ts";

const up = ["up", "--yes", "--skip-preview"];
const unchanged = ["preview", "--refresh", "--expect-no-changes"];

describe("a snapshot of a world with its stack", () => {
  const stack = "prod";
  const open: Rehearsal[] = [];
  let store: string;
  const subjectOf = ({ world, file, secrets }: Rehearsal) => ({ project: store, stack, world, file, secrets });
  const start = async () => {
    const rehearsal = await openRehearsal({ project, stack });
    open.push(rehearsal);
    return rehearsal;
  };
  beforeAll(async () => {
    store = await mkdtemp(join(tmpdir(), "cutover-snapshots-"));
  });
  afterAll(async () => {
    for (const rehearsal of open) await rehearsal.close();
    await rm(store, { recursive: true, force: true });
  });

  it("brings back a rollout at 10 %, in the same world and in a new one: Pulumi finds nothing to change", async () => {
    const first = await start();
    for (const percent of ["0", "10"]) {
      await first.pulumi(["config", "set", "--path", "cutover:rollout.percent", percent]);
      expect(await first.pulumi(up)).toMatchObject({ exitCode: 0 });
    }
    await takeSnapshot(subjectOf(first), "at-10");

    const { git, render } = first.world;
    git.push(first.file.repository, first.file.branch, "Refactor imports", { processors: false });
    await first.pulumi(["config", "set", "--path", "cutover:rollout.percent", "50"]);
    for (const id of render.state.services.keys())
      await fetch(`${render.url}/services/${id}`, {
        method: "DELETE",
        headers: { authorization: `Bearer ${render.token}` },
      });
    expect((await first.pulumi(unchanged)).exitCode).not.toBe(0);

    await restoreSnapshot(subjectOf(first), "at-10");
    expect(await first.pulumi(unchanged)).toMatchObject({ exitCode: 0 });

    const second = await start();
    await restoreSnapshot(subjectOf(second), "at-10");
    expect(await second.pulumi(unchanged)).toMatchObject({ exitCode: 0 });
  }, 300_000);
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
    await vi.waitFor(() => expect([one, other].map((name) => existsSync(record(name)))).toEqual([true, true]), {
      timeout: 90_000,
      interval: 50,
    });
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
