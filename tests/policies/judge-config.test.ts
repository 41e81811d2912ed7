import { describe, expect, it } from "vitest";
import { judgeConfig } from "../../policies/judge-config.ts";
import { neverExempt } from "../../policies/never-exempt.ts";
import { rules } from "../../policies/rules.ts";
import { committedStack as stack } from "./committed-stack.ts";

const messages = (...args: Parameters<typeof judgeConfig>) => judgeConfig(...args).map(({ message }) => message);

it.each(["prod", "staging"] as const)("S1.5 finds nothing in the committed %s stack", (name) => {
  expect(judgeConfig(stack(name), name)).toEqual([]);
});

it("S1.5 finds a wildcard before anything is declared, with the command that repairs it", () => {
  expect(judgeConfig({ ...stack("prod"), origins: ["*"] }, "prod")).toEqual([
    expect.objectContaining({
      rule: "require-explicit-origins",
      severity: "critical",
      level: "violation",
      message: 'twin-brains-api: ALLOWED_ORIGINS contains "*": any web page could call the API in a user\'s name',
      fix: "pulumi config set --path 'cutover:origins[0]' https://app.twin-brains.example --stack prod",
    }),
  ]);
});

it("applies each rule that nobody may exempt, and loads no other", () => {
  const expected = rules.filter((rule) => rule.neverExempt).map(({ name }) => name);
  expect(neverExempt.map(({ name }) => name).sort()).toEqual(expected.sort());
});

it("finds an exemption of a rule that nobody may exempt, and leaves the names of other rules to the pack", () => {
  const exemptions = ["require-no-e2e-bypass", "require-health-check", "no-such-rule"].map((rule) => ({
    rule,
    resource: "*",
    reason: "it is only for a test",
    until: "2026-01-01",
  }));
  const found = judgeConfig({ ...stack("prod"), policy: { levels: {}, exemptions } }, "prod");
  expect(found.map(({ rule, subject }) => [rule, subject])).toEqual([
    ["require-valid-exemptions", "require-no-e2e-bypass of *"],
  ]);
});

it("S1.10 finds what would reach everybody who opens the page", () => {
  const prod = stack("prod");
  const frontend = { NEXT_PUBLIC_E2E_BYPASS_AUTH: 1, NEXT_PUBLIC_TITLE: { secret: "OPENAI_API_KEY" } };
  const found = judgeConfig({ ...prod, env: { ...prod.env, frontend } }, "prod");
  expect(found.map(({ rule }) => rule)).toEqual(["disallow-public-secrets", "require-no-e2e-bypass"]);
});

it("S1.5 lets staging name localhost, and production not", () => {
  const origins = ["http://localhost:3000"];
  expect(judgeConfig({ ...stack("staging"), origins })).toEqual([]);
  expect(judgeConfig({ ...stack("prod"), origins })).toHaveLength(1);
});

describe("S1.5 the source of ALLOWED_ORIGINS", () => {
  const prod = stack("prod");
  const withSource = (source: unknown) => ({
    ...prod,
    env: { ...prod.env, backend: { ...prod.env.backend, ALLOWED_ORIGINS: source } },
  });

  it("may be a literal, which is judged", () => {
    expect(judgeConfig(withSource("https://app.twin-brains.example"))).toEqual([]);
    expect(messages(withSource("null"))).toHaveLength(1);
  });

  it.each([
    [
      "a secret",
      { secret: "ORIGINS" },
      "it comes from a secret: write the value into the stack's configuration, where it can be reviewed",
    ],
    [
      "another output",
      { output: "frontend.url" },
      "it is the output frontend.url of another resource: write the value into the stack's configuration",
    ],
  ])("may not be %s, which nobody can review", (_title, source, fix) => {
    expect(judgeConfig(withSource(source))).toEqual([
      expect.objectContaining({
        message: "twin-brains-api: cannot be judged yet: env.ALLOWED_ORIGINS is not known yet",
        fix,
      }),
    ]);
  });

  it("may not be missing", () => {
    expect(messages({ ...prod, env: { ...prod.env, backend: {} } })).toEqual([
      "twin-brains-api: ALLOWED_ORIGINS is not set; expected a list of origins",
    ]);
  });
});
