import { describe, expect, it } from "vitest";
import { importCommand, placeOf } from "../../../../providers/release/resources/place.ts";

const place = { teamId: "team_acme", projectId: "prj_1", flag: "V2_ROLLOUT_PERCENT" };

describe("importing a rollout", () => {
  it("S2.3 goes to where the program has it: below the component of its name", () => {
    const component = "urn:pulumi:prod::cutover::cutover:index:Site$cutover:index:Rollout";
    expect(importCommand(`${component}$release:index:Rollout::V2_ROLLOUT_PERCENT`, place)).toBe(
      `pulumi import release:index:Rollout V2_ROLLOUT_PERCENT team_acme/prj_1/V2_ROLLOUT_PERCENT --parent 'rollout=${component}::rollout'`,
    );
  });

  it("has no parent where the resource has none", () => {
    expect(importCommand("urn:pulumi:prod::cutover::release:index:Rollout::it", place)).not.toContain("--parent");
  });

  it("takes an id with and without a team, and refuses another with the way to import", () => {
    expect(placeOf("team_acme/prj_1/V2_ROLLOUT_PERCENT")).toEqual(place);
    expect(placeOf("prj_1/V2_ROLLOUT_PERCENT")).toEqual({ projectId: "prj_1", flag: "V2_ROLLOUT_PERCENT" });
    expect(() => placeOf("V2_ROLLOUT_PERCENT")).toThrow(/ROLLOUT_IMPORT_ID.*fix: pulumi import/s);
  });
});
