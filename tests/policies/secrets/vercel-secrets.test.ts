import { describe, expect, it } from "vitest";
import type { StackFacts } from "../../../policies/facts.ts";
import { limitSecretTargets } from "../../../policies/secrets/limit-secret-targets.ts";
import { requireSensitiveVariables } from "../../../policies/secrets/require-sensitive-variables.ts";
import { NOT_IN_PREVIEW, type Plain } from "../../../policies/unknown.ts";
import { facts, PROJECT, resource, VARIABLE } from "../stack-facts.ts";

const env = {
  frontend: {
    MAIL_KEY: { secret: "MAIL_KEY" },
    NEXT_PUBLIC_SUPABASE_ANON_KEY: { secret: "SUPABASE_ANON_KEY" },
    TITLE: "Twin",
  },
};
type Properties = Record<string, Plain>;
const production = { targets: ["production"] };
const judge = (rule: typeof limitSecretTargets, properties: Properties, more: Partial<StackFacts> = {}) =>
  rule.judgeStack(
    [resource(VARIABLE, { key: "MAIL_KEY", value: "v", ...production, ...properties }, "variable")],
    () => ({
      ...facts,
      env,
      ...more,
    }),
  );

describe("S1.10 require-sensitive-variables", () => {
  it.each<[string, Properties]>([
    ["a secret that is sensitive", { sensitive: true }],
    ["what is made for the page", { key: "NEXT_PUBLIC_SUPABASE_ANON_KEY", sensitive: false }],
    ["a literal", { key: "TITLE", sensitive: false }],
    ["a secret for development, which another rule tells", { sensitive: false, targets: ["development"] }],
  ])("passes %s", (_title, properties) => {
    expect(judge(requireSensitiveVariables, properties)).toEqual([]);
  });

  it.each<[string, Properties]>([
    ["a secret that is not", { sensitive: false }],
    ["a secret of which nobody says it", {}],
  ])("refuses %s", (_title, properties) => {
    expect(judge(requireSensitiveVariables, properties).map(({ message, fix }) => [message, fix])).toEqual([
      [
        "MAIL_KEY: holds a secret and is not sensitive, so that it can be read at Vercel; expected sensitive: true",
        "set sensitive: true where the program declares MAIL_KEY (components/frontend.ts does so for { secret: … })",
      ],
    ]);
  });

  it("says so where it is not known yet", () => {
    const found = judge(requireSensitiveVariables, { sensitive: NOT_IN_PREVIEW });
    expect(found.map(({ level }) => level)).toEqual(["notice"]);
  });
});

describe("S1.10 limit-secret-targets", () => {
  const beside = (value: Plain, key = "MAIL_KEY") =>
    limitSecretTargets.judgeStack(
      [
        resource(VARIABLE, { key: "MAIL_KEY", value: "of production", ...production }, "one"),
        resource(VARIABLE, { key, value, targets: ["preview"] }, "other"),
      ],
      () => ({ ...facts, env }),
    );

  it("passes a secret that previews have of their own", () => {
    expect(beside("of previews")).toEqual([]);
    expect(beside(NOT_IN_PREVIEW)).toEqual([]);
    expect(beside(NOT_IN_PREVIEW, "MAIL_TEST_KEY")).toEqual([]);
  });

  it("refuses production's own value in a second variable for previews", () => {
    expect(beside("of production")).toHaveLength(1);
  });

  it.each<[string, Properties, Partial<StackFacts>?]>([
    ["a secret for Production", {}],
    ["what is made for the page", { key: "NEXT_PUBLIC_SUPABASE_ANON_KEY", targets: ["production", "preview"] }],
    ["a literal", { key: "TITLE", targets: ["preview"] }],
    ["a secret of staging", { targets: ["preview"] }, { production: false }],
  ])("passes %s", (_title, properties, stack) => {
    expect(judge(limitSecretTargets, properties, stack)).toEqual([]);
  });

  it.each<[string, Properties, string]>([
    ["previews", { targets: ["production", "preview"] }, "preview"],
    ["development alone", { targets: ["development"] }, "development"],
    ["an environment of one's own", { customEnvironmentIds: ["env_1"] }, "env_1"],
  ])("refuses %s", (_title, properties, others) => {
    expect(judge(limitSecretTargets, properties).map(({ message, fix }) => [message, fix])).toEqual([
      [
        `MAIL_KEY: holds a secret of production and is also for ${others}; expected production only`,
        `set targets: ["production"] where the program declares MAIL_KEY, and give ${others} a secret of their own`,
      ],
    ]);
  });

  it("says so where it is not known yet", () => {
    expect(judge(limitSecretTargets, { targets: NOT_IN_PREVIEW }).map(({ level }) => level)).toEqual(["notice"]);
  });
});

it("S1.10 both look at every kind of resource that sets variables", () => {
  const one = { key: "MAIL_KEY", value: "v", targets: ["preview"], sensitive: false };
  const resources = [
    resource("vercel:index/projectEnvironmentVariables:ProjectEnvironmentVariables", { variables: [one] }, "several"),
    resource("vercel:index/sharedEnvironmentVariable:SharedEnvironmentVariable", one, "shared"),
    resource(PROJECT, { name: "twin", environments: [one] }, "project"),
  ];
  for (const rule of [requireSensitiveVariables, limitSecretTargets])
    expect(rule.judgeStack(resources, () => ({ ...facts, env }))).toHaveLength(3);
});
