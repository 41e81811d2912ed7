import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isAlive } from "../../engine/bootstrap/is-alive.js";
import { openRehearsal, type Rehearsal } from "../../rehearsal/open.ts";
import { eventually } from "../support/eventually.ts";
import { cutover, descendants, project, start } from "./support/world.ts";

describe("an engine killed in the middle of a create", () => {
  let rehearsal: Rehearsal;
  let left: number[];

  beforeAll(async () => {
    rehearsal = await openRehearsal({ project, stack: "prod" });
    const up = start(rehearsal, ["up", "--yes", "--skip-preview"]);
    await eventually(() => expect(rehearsal.world.inventory().services).not.toEqual([]), 90_000);
    left = await descendants(up.pid ?? 0);
    up.kill("SIGKILL");
    await up;
  });
  afterAll(() => rehearsal.close());

  it("leaves no process behind", async () => {
    expect(left.length).toBeGreaterThan(1);
    await eventually(() => expect(left.filter(isAlive)).toEqual([]));
  });

  it("leaves a lock that a plain pulumi meets, and cutover releases because its process is dead", async () => {
    const plain = await start(rehearsal, ["up", "--yes", "--skip-preview"]);
    expect(plain.exitCode).not.toBe(0);
    expect(plain.all).toMatch(/lock/i);

    const up = await cutover(["pulumi", "up", "--yes", "--skip-preview", "--non-interactive"], rehearsal.env);
    expect(up.all).toMatch(/lock/i);
    expect(up, up.all).toMatchObject({ exitCode: 0 });
  });

  it("finds what it had half made and makes nothing twice", async () => {
    const { services, keyValues } = rehearsal.world.inventory();
    expect({ services, keyValues }).toEqual({
      services: ["twin-brains-api", "twin-brains-scheduler", "twin-brains-worker"],
      keyValues: ["twin-brains-queue"],
    });
    const again = await start(rehearsal, ["up", "--yes", "--skip-preview", "--expect-no-changes"]);
    expect(again, again.all).toMatchObject({ exitCode: 0 });
  });
});
