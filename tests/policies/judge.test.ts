import { describe, expect, it, vi } from "vitest";
import { Judge } from "../../policies/judge.ts";
import { type RuleDefinition, rule } from "../../policies/rule.ts";
import { known, type Plain, Unknown } from "../../policies/unknown.ts";
import { facts, resource } from "./stack-facts.ts";

interface Box {
  readonly name: string;
  readonly size: Plain;
}

const BOX = "test:index:Box";
const definition: RuleDefinition<Box, unknown> = {
  name: "limit-boxes",
  description: "A box holds at most ten.",
  reason: "What is above ten falls out.",
  requirements: [],
  severity: "low",
  neverExempt: false,
  whenUnknown: "notice",
  subjects: {
    description: "boxes",
    types: new Set([BOX]),
    ofResource: ({ name, properties }) => ({ name, size: properties().size ?? null }),
    ofConfig: () => [],
  },
  judge({ name, size }, _stack, violation) {
    if (Number(known(size, "size")) > 10) violation(`${name}: size is ${size}; expected at most 10`, "make it smaller");
  },
};
const limitBoxes = (overrides: Partial<RuleDefinition<Box, unknown>> = {}) => rule({ ...definition, ...overrides });
const limitAllBoxes = rule<Box, unknown>({
  ...definition,
  name: "limit-all-boxes",
  subjects: {
    description: "all boxes together",
    types: new Set([BOX]),
    ofStack: (boxes) => boxes.map(({ name, urn = "", properties }) => ({ name, urn, size: properties().size ?? null })),
    ofConfig: () => [],
  },
});

const within = (policy?: unknown) => ({ ...facts, section: (key: string) => (key === "policy" ? policy : undefined) });
const exemption = { rule: "limit-boxes", resource: "big", reason: "it goes on Friday", until: "2026-12-31" };
const box = (size: Plain, name = "big") => resource(BOX, { size }, name);

describe("the level of a violation", () => {
  const levels = (level: string) => ({ levels: { "limit-boxes": level } });

  it.each([
    ["is mandatory where nobody says anything", {}, undefined, ["mandatory"]],
    ["is the rule's own", { level: "advisory" }, undefined, ["advisory"]],
    ["is what the stack says", {}, levels("advisory"), ["advisory"]],
    ["is raised by the stack above the rule's own", { level: "advisory" }, levels("mandatory"), ["mandatory"]],
    ["is none where the stack disables the rule", {}, levels("disabled"), []],
    ["cannot be lowered where the rule guards safety", { neverExempt: true }, levels("disabled"), ["mandatory"]],
    ["is the rule's own where the stack's says nothing that can be read", {}, levels("soft"), ["mandatory"]],
  ] as const)("%s", (_title, overrides, policy, expected) => {
    const verdicts = new Judge([limitBoxes(overrides)], within(policy)).ofResource(box(11));
    expect(verdicts.map(({ level }) => level)).toEqual(expected);
  });

  it("leaves a notice what it is, even of a rule that guards safety", () => {
    const judge = new Judge([limitBoxes({ neverExempt: true })], within(levels("mandatory")));
    expect(judge.ofResource(box(new Unknown("known later")))).toMatchObject([{ level: "advisory" }]);
  });

  it("is not softened by an unknown value where the rule takes it for a violation", () => {
    const judge = new Judge([limitBoxes({ whenUnknown: "violation" })], within());
    expect(judge.ofResource(box(new Unknown("known later")))).toMatchObject([{ level: "mandatory" }]);
  });
});

describe("an exemption", () => {
  const exempting = (...exemptions: object[]) => ({ exemptions });

  it("makes a violation advice, and tells who put up with it", () => {
    const judge = new Judge([limitBoxes()], within(exempting(exemption)));
    expect(judge.ofResource(box(11))).toMatchObject([{ level: "advisory", exemption }]);
    expect(judge.ofStack([])).toEqual([]);
  });

  it("is about one resource and one rule", () => {
    const judge = new Judge([limitBoxes(), limitAllBoxes], within(exempting(exemption)));
    expect(judge.ofResource(box(11, "other"))).toMatchObject([{ level: "mandatory" }]);
    expect(judge.ofStack([box(11)]).map(({ level }) => level)).toEqual(["mandatory", "advisory"]);
  });

  it("counts for a rule that looks at several resources", () => {
    const judge = new Judge([limitAllBoxes], within(exempting({ ...exemption, rule: "limit-all-boxes" })));
    expect(judge.ofStack([box(11), box(12, "other")])).toMatchObject([
      { level: "advisory", finding: { subject: "big" } },
      { level: "mandatory", finding: { subject: "other" } },
    ]);
  });

  it("still excuses when its day is over: the rule about exemptions refuses that", () => {
    const judge = new Judge([limitBoxes()], within(exempting({ ...exemption, until: "2026-01-01" })));
    expect(judge.ofResource(box(11))).toMatchObject([{ level: "advisory" }]);
  });

  it("has no effect on a rule that guards safety", () => {
    const judge = new Judge([limitBoxes({ neverExempt: true })], within(exempting(exemption)));
    expect(judge.ofResource(box(11))).toMatchObject([{ level: "mandatory" }]);
    expect(judge.ofStack([])).toEqual([]);
  });

  it("that excuses nothing is noted, with the command that removes it", () => {
    const judge = new Judge([limitBoxes()], within(exempting({ ...exemption, resource: "other" }, exemption)));
    judge.ofResource(box(11));
    expect(judge.ofStack([])).toMatchObject([
      {
        level: "advisory",
        finding: {
          rule: "require-valid-exemptions",
          message: "limit-boxes of other: this exemption excuses nothing; expected only those that are still needed",
          fix: "pulumi config rm --path 'cutover:policy.exemptions[0]' --stack prod",
        },
      },
    ]);
  });

  it("is of use while it is not known yet whether there is anything to excuse", () => {
    const judge = new Judge([limitBoxes()], within(exempting(exemption)));
    expect(judge.ofResource(box(new Unknown("known later")))).not.toMatchObject([{ exemption }]);
    expect(judge.ofStack([])).toEqual([]);
  });
});

it("reads a resource once, however many rules ask", () => {
  const properties = vi.fn(() => ({ size: 11 }));
  const judge = new Judge([limitBoxes(), limitBoxes({ name: "limit-boxes-too" }), limitAllBoxes], within());
  expect(judge.ofResource({ ...box(0), properties })).toHaveLength(2);
  expect(properties).toHaveBeenCalledTimes(1);
});

it("reads nothing of a resource that no rule is about", () => {
  const properties = () => expect.unreachable("properties were read");
  expect(new Judge([limitBoxes()], within()).ofResource({ ...resource("test:index:Bag", {}), properties })).toEqual([]);
});

it("S2.10 tells the rules about all resources when users are on their way back", () => {
  const seen: boolean[] = [];
  const whole = rule<Box, unknown>({
    ...definition,
    subjects: { description: "all", types: new Set(), ofStack: () => [{ name: "all", size: 0 }], ofConfig: () => [] },
    judge: (_box, { goingDown }) => void seen.push(goingDown),
  });
  const rollout = resource("release:index:Rollout", { decision: { outcome: "roll-back", reasons: [] } });
  new Judge([whole], within()).ofStack([rollout]);
  new Judge([whole], within()).ofStack([]);
  expect(seen).toEqual([true, false]);
});
