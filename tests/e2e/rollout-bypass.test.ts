import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RolloutWorld } from "./support/rollout-world.ts";
import { start } from "./support/world.ts";

const up = ["up", "--yes", "--skip-preview"];

/** The first step as it is meant, then every way around the next ones that Pulumi has to offer. */
describe("S2.2 users get more by the ladder, and by nothing else", () => {
  let world: RolloutWorld;
  beforeAll(async () => {
    world = await RolloutWorld.up();
  });
  afterAll(() => world?.rehearsal.close());

  it("S2.3 an unchanged program is unchanged, and a saved plan carries the change to 10 %", async () => {
    await world.succeed("preview", "--expect-no-changes");
    await world.declare(10);
    const plan = join(world.rehearsal.world.folder, "plan.json");
    await world.succeed("preview", "--save-plan", plan);
    await world.succeed("up", "--yes", "--plan", plan);
    expect([world.flag, world.usersGet, await world.rolloutPercent()]).toEqual(["10", "10", 10]);
    expect(await world.succeed("preview", "--expect-no-changes")).toMatch(/10 %: since .* UTC, when users got it/);
  });

  it("S2.2 a preview of 100 % fails naming the step that is due, and up fails without the policy pack as well", async () => {
    await world.declare(100);
    expect(await world.fail("preview")).toMatch(/require-earned-promotion.*the step that is due is 50 %/s);
    const { exitCode, all } = await start(world.rehearsal, up, ["PULUMI_OPTION_POLICY_PACK"]);
    expect(exitCode).not.toBe(0);
    expect(all).toContain("ROLLOUT_REFUSED");
    expect([world.flag, world.usersGet]).toEqual(["10", "10"]);
  });

  it("S2.2 neither the deployment nor the promotion alone raises anything, nor an update without the rollout", async () => {
    const deployment = await world.urnOf("vercel:index/deployment:Deployment", "deployment");
    const promotion = await world.urnOf("release:index:Promotion", "promotion");
    const rollout = await world.urnOf("release:index:Rollout", "V2_ROLLOUT_PERCENT");
    for (const around of [
      ["--target", deployment, "--target", promotion],
      ["--exclude", rollout],
    ]) {
      await start(world.rehearsal, [...up, ...around], ["PULUMI_OPTION_POLICY_PACK"]);
      expect([around, world.flag, world.usersGet]).toEqual([around, "10", "10"]);
    }
  });

  it("S2.2 nor does it help to destroy the rollout and to make it again", async () => {
    const rollout = await world.urnOf("release:index:Rollout", "V2_ROLLOUT_PERCENT");
    await world.succeed("destroy", "--yes", "--skip-preview", "--target", rollout, "--target-dependents");
    expect(world.usersGet).toBe("10");
    expect(await world.fail(...up)).toContain("begins at 0 %");
    expect(world.usersGet).toBe("10");
  });
});
