import { describe, expect, it } from "vitest";
import { requireValidExemptions } from "../../../policies/exemptions/require-valid-exemptions.ts";
import { facts, told } from "../stack-facts.ts";

const rule = requireValidExemptions(() => [
  { name: "require-health-check", neverExempt: false },
  { name: "require-explicit-origins", neverExempt: true },
]);
const exempting = (name: string, until = "2026-12-31") => ({
  exemptions: [{ rule: name, resource: "twin-brains-api", reason: "it answers nobody yet", until }],
});
const judge = (policy: unknown, more: Partial<typeof facts> = {}) =>
  rule.judgeStack([], () => ({ ...facts, section: (key) => (key === "policy" ? policy : undefined), ...more }));

describe("passes", () => {
  it.each([
    ["a stack that says nothing of the rules", undefined],
    ["an exemption that is not over", exempting("require-health-check")],
    ["an exemption on its last day", exempting("require-health-check", "2026-11-21")],
    ["a level of a rule that may be softened", { levels: { "require-health-check": "disabled" } }],
    ["a rule that guards safety, and stays mandatory", { levels: { "require-explicit-origins": "mandatory" } }],
  ])("%s", (_title, policy) => {
    expect(judge(policy)).toEqual([]);
  });
});

const REMOVE = "pulumi config rm --path 'cutover:policy.exemptions[0]' --stack prod";

it.each([
  [
    "an exemption that is over",
    exempting("require-health-check", "2026-11-20"),
    "require-health-check of twin-brains-api: the exemption ended on 2026-11-20, 1 day ago; expected its violation to be repaired, or a later day that somebody has decided on",
    REMOVE,
  ],
  [
    "an exemption of a rule whose name is misspelt",
    exempting("require-helth-check"),
    "require-helth-check of twin-brains-api: there is no such rule; expected a name of npx cutover policy list",
    "pulumi config set --path 'cutover:policy.exemptions[0].rule' require-health-check --stack prod",
  ],
  [
    "an exemption of a rule that is like none",
    exempting("limit-coffee"),
    "limit-coffee of twin-brains-api: there is no such rule; expected a name of npx cutover policy list",
    REMOVE,
  ],
  [
    "an exemption of a rule that guards safety",
    exempting("require-explicit-origins"),
    "require-explicit-origins of twin-brains-api: a rule that guards safety is exempted; expected no such line, which has no effect",
    REMOVE,
  ],
  [
    "a rule that guards safety made advisory",
    { levels: { "require-explicit-origins": "advisory" } },
    "require-explicit-origins: a rule that guards safety is made advisory; expected no such line, which has no effect",
    "pulumi config rm --path cutover:policy.levels.require-explicit-origins --stack prod",
  ],
  [
    "a rule that guards safety disabled",
    { levels: { "require-explicit-origins": "disabled" } },
    "require-explicit-origins: a rule that guards safety is disabled; expected no such line, which has no effect",
    "pulumi config rm --path cutover:policy.levels.require-explicit-origins --stack prod",
  ],
  [
    "a level of a rule that does not exist",
    { levels: { "require-helth-check": "disabled" } },
    "require-helth-check: there is no such rule; expected a name of npx cutover policy list",
    "pulumi config rm --path cutover:policy.levels.require-helth-check --stack prod",
  ],
])("refuses %s", (_title, policy, message, fix) => {
  const findings = judge(policy);
  expect(told(findings)).toEqual([[message, fix]]);
  expect(findings[0]?.level).toBe("violation");
});

it("says which line of the stack's file it is", () => {
  const [first] = exempting("require-health-check").exemptions;
  const findings = judge({ exemptions: [first, { ...first, until: "2026-01-01" }] });
  expect(findings.map(({ at }) => at)).toEqual(["cutover:policy.exemptions[1]"]);
});

it("S2.10 refuses no way down, whatever stands in the file", () => {
  const policy = { ...exempting("require-health-check", "2026-01-01"), levels: { "limit-coffee": "disabled" } };
  expect(judge(policy)).toHaveLength(2);
  expect(judge(policy, { goingDown: true })).toEqual([]);
});

describe("from the configuration alone, before it is known whether users are on their way back", () => {
  const judgeConfig = (policy: unknown) => rule.judgeConfig({ policy }, facts);

  it("S2.10 no day refuses anything", () => {
    expect(judgeConfig(exempting("require-health-check", "2026-01-01"))).toEqual([]);
  });

  it("an exemption of a rule that guards safety is refused", () => {
    expect(judgeConfig(exempting("require-explicit-origins"))).toHaveLength(1);
  });
});
