import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RolloutWorld } from "./support/rollout-world.ts";
import { start } from "./support/world.ts";

const up = ["up", "--yes", "--skip-preview"];

/** At 10 %: every way around the next steps that Pulumi has to offer. */
describe("S2.2 users get more by the ladder, and by nothing else", () => {
  let world: RolloutWorld;
  beforeAll(async () => {
    world = await RolloutWorld.at(10);
  });
  afterAll(() => world?.rehearsal.close());

  it("S2.2 neither the deployment nor the promotion alone raises anything, nor an update without the rollout", async () => {
    const deployment = await world.urnOf("vercel:index/deployment:Deployment", "deployment");
    const promotion = await world.urnOf("release:index:Promotion", "promotion");
    const rollout = await world.urnOf("release:index:Rollout", "V2_ROLLOUT_PERCENT");
    await world.declare(100);
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
