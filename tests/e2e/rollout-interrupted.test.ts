import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually } from "../support/eventually.ts";
import { RolloutWorld } from "./support/rollout-world.ts";
import { withConfig } from "./support/stack-config.ts";
import { cutover, start } from "./support/world.ts";

const up = ["up", "--yes", "--skip-preview"];

/** Whatever goes wrong on the way, users keep what they have, and the state says what that is. */
describe("S2.3 a promotion that does not get through", () => {
  let world: RolloutWorld;
  beforeAll(async () => {
    world = await RolloutWorld.at(0);
    await world.declare(10);
  });
  afterAll(() => world?.rehearsal.close());

  it("S2.3 leaves users where they were when the build fails, and says so", async () => {
    world.rehearsal.world.faults.add({ kind: "deploy", at: "twin-brains", state: "ERROR", times: 2 });
    expect(await world.fail(...up)).toMatch(/failed/);
    expect([world.usersGet, await world.rolloutPercent()]).toEqual(["0", 0]);
  });

  it("S2.3 leaves users where they were when a check fails on the staged deployment", async () => {
    const checks = [
      {
        name: "frontend has a door that it has not",
        target: "frontend",
        request: { path: "/no-such-door" },
        within: "PT1S",
        expect: { status: 418 },
      },
    ];
    const said = await withConfig(world.rehearsal, { smokeChecks: checks }, () => world.fail(...up));
    expect(said).toMatch(/a door that it has not: FAILED/);
    expect([world.usersGet, await world.rolloutPercent()]).toEqual(["0", 0]);
  });

  it("S2.10 builds the zero twin with 0, whatever the flag is", () => {
    expect(world.flag).toBe("10");
    const twins = world.deployments.filter(({ meta }) => meta.cutoverPercent === "0");
    expect(twins.map(({ env }) => env.V2_ROLLOUT_PERCENT)).toEqual(twins.map(() => "0"));
    expect(twins.length).toBeGreaterThan(1);
  });

  it("S2.10 gives up at Vercel, too, when the program goes back", async () => {
    expect(world.flag).toBe("10");
    await world.declare(0);
    await world.succeed(...up);
    expect([world.flag, world.usersGet]).toEqual(["0", "0"]);
    await world.succeed("preview", "--expect-no-changes");
    await world.declare(10);
  });

  it("S2.3 finishes at the next up when the engine is killed after the flag and before the deployment", async () => {
    world.rehearsal.world.faults.add({ kind: "slow-deploy", at: "twin-brains", delayMs: 60_000, times: 2 });
    const killed = start(world.rehearsal, up);
    await eventually(() => expect(world.flag).toBe("10"), 90_000);
    killed.kill("SIGKILL");
    await killed;
    expect(world.usersGet).toBe("0");

    world.rehearsal.world.faults.clear();
    const again = await cutover(["pulumi", ...up, "--non-interactive"], world.rehearsal.env);
    expect(again, again.all).toMatchObject({ exitCode: 0 });
    expect([world.flag, world.usersGet, await world.rolloutPercent()]).toEqual(["10", "10", 10]);
  });
});
