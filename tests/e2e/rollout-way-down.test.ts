import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RolloutWorld } from "./support/rollout-world.ts";
import { violated } from "./support/stack-config.ts";

const up = ["up", "--yes", "--skip-preview"];
/** A day of the week on which nobody runs these tests at this moment. */
const anotherDay = new Intl.DateTimeFormat("en", { weekday: "long", timeZone: "UTC" })
  .format(Date.now() + 3 * 24 * 60 * 60 * 1000)
  .toLowerCase();

/** A stack that the pack refuses whatever is changed: no window is open, and an exemption has ended. */
const badDay = {
  "cutover:deployWindows.timeZone": "UTC",
  "cutover:deployWindows.open[0].days[0]": anotherDay,
  "cutover:deployWindows.open[0].from": "09:00",
  "cutover:deployWindows.open[0].to": "10:00",
  "cutover:policy.levels.limit-to-deploy-windows": "mandatory",
  "cutover:policy.levels.require-rollback-reason": "mandatory",
  "cutover:policy.exemptions[0].rule": "require-health-check",
  "cutover:policy.exemptions[0].resource": "*",
  "cutover:policy.exemptions[0].reason": "the health check is being moved",
  "cutover:policy.exemptions[0].until": "2026-01-31",
};

describe("S2.10 on a bad day", () => {
  let world: RolloutWorld;
  beforeAll(async () => {
    world = await RolloutWorld.at(10);
    const values = Object.entries(badDay).flatMap(([key, value]) => ["--plaintext", `${key}=${value}`]);
    await world.succeed("config", "set-all", "--path", ...values);
  });
  afterAll(() => world?.rehearsal.close());

  it("the pack refuses what takes nobody back", async () => {
    expect(violated(await world.fail("preview")).toSorted()).toEqual([
      "limit-to-deploy-windows",
      "require-valid-exemptions",
    ]);
    expect(world.usersGet).toBe("10");
  });

  it("the way down is open, and notes that nobody said why", async () => {
    await world.declare(0);
    const preview = await world.succeed("preview");
    expect(violated(preview)).toEqual([]);
    expect(preview).toMatch(/\[advisory\].* require-rollback-reason .*\n.*goes back to 0 % and nothing says why/);
    await world.succeed(...up);
    expect([world.flag, world.usersGet]).toEqual(["0", "0"]);
  });

  it("once users are back, the next change is refused as before", async () => {
    expect(violated(await world.fail("preview")).toSorted()).toEqual([
      "limit-to-deploy-windows",
      "require-valid-exemptions",
    ]);
  });
});
