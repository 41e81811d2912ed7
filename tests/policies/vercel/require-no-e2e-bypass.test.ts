import { describe, expect, it } from "vitest";
import { type Plain, Unknown } from "../../../policies/unknown.ts";
import { requireNoE2eBypass } from "../../../policies/vercel/require-no-e2e-bypass.ts";
import { DEPLOYMENT, facts, PROJECT, resource, VARIABLE } from "../stack-facts.ts";

const KEY = "NEXT_PUBLIC_E2E_BYPASS_AUTH";
const judge = (value: Plain, targets: Plain = ["production"], production = true, key = KEY) =>
  requireNoE2eBypass.judgeResource(resource(VARIABLE, { key, value, targets }), () => ({ ...facts, production }));

describe("S1.10 passes", () => {
  it.each<[string, ReturnType<typeof judge>]>([
    ["0", judge("0")],
    ["0 with spaces", judge(" 0 ")],
    ["the number 0", judge(0)],
    ["an empty value", judge("")],
    ["another variable", judge("1", ["production"], true, "NEXT_PUBLIC_OTHER")],
    ["previews only", judge("1", ["preview"])],
    ["a stack that is not production", judge("1", ["production"], false)],
  ])("%s", (_title, found) => {
    expect(found).toEqual([]);
  });
});

it.each(["1", "true", "false", "no", " 1", "00"])("S1.10 refuses %j, which is a truth to the app", (value) => {
  expect(judge(value)).toEqual([
    {
      rule: "require-no-e2e-bypass",
      severity: "critical",
      level: "violation",
      message: `${KEY} is set in production: everybody gets in without signing in; expected it unset, or 0`,
      fix: `pulumi config rm --path cutover:env.frontend.${KEY} --stack prod`,
      at: `cutover:env.frontend.${KEY}`,
      subject: KEY,
    },
  ]);
});

it("S1.10 refuses what nobody can know yet, and reaches Production as far as can be told", () => {
  expect(judge(new Unknown("later"))[0]).toMatchObject({ level: "violation", fix: "later" });
  expect(judge("1", [new Unknown("later")])).toHaveLength(1);
  expect(judge("1", null)).toHaveLength(1);
});

describe("S1.10 finds it wherever Vercel lets one be set", () => {
  const found = (type: string, properties: Record<string, Plain>) =>
    requireNoE2eBypass
      .judgeResource(resource(type, properties, "zero-twin"), () => facts)
      .map(({ message, fix }) => [message.split(" is set")[0], fix]);
  const list = [
    { key: "NEXT_PUBLIC_TITLE", value: "x", targets: ["production"] },
    { key: KEY, value: "1", targets: ["preview"] },
    { key: KEY, value: "1", targets: ["production", "preview"] },
  ];
  const takenOut = [[`${KEY} of zero-twin`, `take ${KEY} out of its environment`]];

  it.each<[string, string, Record<string, Plain>]>([
    ["one production deployment", DEPLOYMENT, { production: true, environment: { [KEY]: "1" } }],
    ["one deployment with its target", DEPLOYMENT, { target: "production", environment: { [KEY]: "1" } }],
    ["the project's own list", PROJECT, { environments: list }],
    ["a list", "vercel:index/projectEnvironmentVariables:ProjectEnvironmentVariables", { variables: list }],
  ])("in %s", (_title, type, properties) => {
    expect(found(type, properties)).toEqual(takenOut);
  });

  it("for the whole team", () => {
    const shared = "vercel:index/sharedEnvironmentVariable:SharedEnvironmentVariable";
    expect(found(shared, { key: KEY, value: "1", targets: ["production"] })).toHaveLength(1);
  });

  it.each<[string, string, Record<string, Plain>]>([
    ["a preview", DEPLOYMENT, { production: false, environment: { [KEY]: "1" } }],
    [
      "a deployment that does not know its environment yet",
      DEPLOYMENT,
      { production: true, environment: new Unknown("later") },
    ],
    ["an environment of its own", VARIABLE, { key: KEY, value: "1", customEnvironmentIds: ["env_qa"] }],
    ["a project without variables", PROJECT, { name: "web" }],
  ])("not in %s", (_title, type, properties) => {
    expect(found(type, properties)).toEqual([]);
  });
});

describe("S1.10 knows other names of the same switch", () => {
  it.each([
    ["next_public_e2e_bypass_auth", "1"],
    ["E2E_BYPASS_AUTH", "true"],
    ["NEXT_PUBLIC_SKIP_AUTH", "true"],
    ["NEXT_PUBLIC_BYPASS_AUTH", "yes"],
    ["NEXT_PUBLIC_DISABLE_LOGIN", "1"],
    ["NEXT_PUBLIC_AUTH_DISABLED", "on"],
    ["NEXT_PUBLIC_MOCK_AUTH", "TRUE"],
  ])("%s=%s", (key, value) => {
    expect(judge(value, ["production"], true, key)).toHaveLength(1);
  });

  it.each([
    ["NEXT_PUBLIC_SKIP_AUTH", "false"],
    ["NEXT_PUBLIC_BYPASS_AUTH", "/health,/login"],
    ["NEXT_PUBLIC_DISABLE_LOGIN_BUTTON", "true"],
    ["NEXT_PUBLIC_AUTH_URL", "1"],
    ["NEXT_PUBLIC_REQUIRE_AUTH", "true"],
  ])("not %s=%s", (key, value) => {
    expect(judge(value, ["production"], true, key)).toEqual([]);
  });
});

it("S1.10 finds it in the configuration alone", () => {
  const told = (source: unknown) => requireNoE2eBypass.judgeConfig({ env: { frontend: { [KEY]: source } } }, facts);
  expect(told(true)).toHaveLength(1);
  expect(told({ secret: "BYPASS" })).toHaveLength(1);
  expect(told(0)).toEqual([]);
});
