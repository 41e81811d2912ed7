import { describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { loosenedIn, withStandingRules } from "../../../review/base/standing-rules.ts";

type Sections = Readonly<Record<string, unknown>>;
const fileOf = (sections: Sections, more: object = {}) =>
  stringify({
    ...more,
    config: Object.fromEntries(Object.entries(sections).map(([key, of]) => [`cutover:${key}`, of])),
  });

const exemption = { rule: "limit-schedule", resource: "cron-*", reason: "for now only", until: "2026-12-31" };
const exempting = (of: object = {}) => ({ policy: { exemptions: [{ ...exemption, ...of }] } });
const level = (of: string) => ({ policy: { levels: { "require-health-check": of } } });
const environment = (of: string) => ({ app: { name: "twin-brains", environment: of } });

describe("what a change loosens of the rules that it is judged by", () => {
  it.each<[string, Sections, Sections, string]>([
    ["a level", level("mandatory"), level("advisory"), "require-health-check is lowered: mandatory → advisory"],
    ["a rule that it disables", {}, level("disabled"), "require-health-check is lowered: mandatory → disabled"],
    ["an exemption more", {}, exempting(), "cron-* is exempted from limit-schedule"],
    ["an exemption of more", exempting(), exempting({ resource: "*" }), "* is exempted from limit-schedule"],
    ["an exemption for longer", exempting(), exempting({ until: "2027-01-01" }), "until 2027-01-01"],
    ["an exemption of another rule", exempting(), exempting({ rule: "require-one-region" }), "require-one-region"],
    [
      "production",
      environment("production"),
      environment("staging"),
      "cutover:app.environment is no longer production",
    ],
  ])("%s", (_, before, after, told) => {
    expect(loosenedIn(fileOf(before), fileOf(after)).join("\n")).toContain(told);
  });

  it("is found in a section that is written as one text", () => {
    const written = fileOf({ policy: JSON.stringify(level("disabled").policy) });
    expect(loosenedIn(fileOf({}), written)).toHaveLength(1);
  });

  it.each<[string, Sections, Sections]>([
    ["a level that rises", level("advisory"), level("mandatory")],
    ["an exemption less", exempting(), {}],
    ["an exemption for less long", exempting(), exempting({ until: "2026-12-01" })],
    ["an exemption of less", exempting(), exempting({ resource: "cron-b*" })],
    ["an exemption in other words", exempting(), exempting({ reason: "in other words" })],
    ["what becomes production", environment("staging"), environment("production")],
    ["the percent", { rollout: { percent: 10 } }, { rollout: { percent: 50 } }],
  ])("is nothing of %s", (_, before, after) => {
    expect(loosenedIn(fileOf(before), fileOf(after))).toEqual([]);
  });

  it("is left to the preview where a file cannot be read", () => {
    expect(loosenedIn("config: [", fileOf({}))).toEqual([]);
  });
});

describe("a stack's file with the rules that stand", () => {
  const given = (standing: Sections, own: Sections, more?: object) =>
    parse(withStandingRules(fileOf(standing), fileOf(own, more))) as { config: Sections };

  it("has their levels, exemptions and environment, and else what it says itself", () => {
    const own = { ...level("disabled"), app: { name: "b", environment: "local" }, origins: ["https://a.example"] };
    expect(given({ ...exempting(), ...environment("production") }, own, { encryptionsalt: "v1:x" })).toEqual({
      encryptionsalt: "v1:x",
      config: {
        "cutover:policy": exempting().policy,
        "cutover:app": { name: "b", environment: "production" },
        "cutover:origins": ["https://a.example"],
      },
    });
  });

  it("has none where none stand", () => {
    expect(given({}, level("disabled")).config).toEqual({});
  });

  it("is production where the change makes it that", () => {
    const { config } = given(environment("staging"), { ...environment("production"), ...level("disabled") });
    expect(config["cutover:app"]).toMatchObject({ environment: "production" });
  });
});
