import { expect, it } from "vitest";
import { type RuleDefinition, rule } from "../../policies/rule.ts";
import { known, type Plain, Unknown } from "../../policies/unknown.ts";
import { facts } from "./stack-facts.ts";

interface Box {
  readonly name: string;
  readonly size: Plain;
}

function limitBoxes(overrides: Partial<RuleDefinition<Box, readonly Box[]>> = {}) {
  return rule<Box, readonly Box[]>({
    name: "limit-boxes",
    description: "A box holds at most ten.",
    reason: "What is above ten falls out.",
    requirements: [],
    severity: "low",
    neverExempt: false,
    whenUnknown: "violation",
    subjects: {
      description: "boxes",
      types: new Set(["test:index:Box"]),
      ofResource: ({ name, properties }) => ({ name, size: properties().size ?? null }),
      ofConfig: (boxes) => boxes,
    },
    judge({ name, size }, _stack, violation) {
      if (Number(known(size, "size")) > 10)
        violation(`${name}: size is ${size}; expected at most 10`, "make it smaller");
    },
    ...overrides,
  });
}

const box = (size: Plain, type = "test:index:Box") => ({ type, name: "a", properties: () => ({ size }) });

it("judges a resource and configuration by the same function", () => {
  const expected = {
    rule: "limit-boxes",
    severity: "low",
    level: "violation",
    message: "a: size is 11; expected at most 10",
    fix: "make it smaller",
    subject: "a",
  };
  expect(limitBoxes().judgeResource(box(11), () => facts)).toEqual([expected]);
  expect(
    limitBoxes().judgeConfig(
      [
        { name: "a", size: 11 },
        { name: "b", size: 10 },
      ],
      facts,
    ),
  ).toEqual([expected]);
});

it("says which key of the configuration is at fault, where a rule knows it", () => {
  const told = limitBoxes({
    judge: (_box, _stack, violation) => violation("too big", "make it smaller", "cutover:box"),
  });
  expect(told.judgeResource(box(1), () => facts)).toEqual([expect.objectContaining({ at: "cutover:box" })]);
});

it("reads neither properties nor the stack for a resource of another type", () => {
  const untouchable = {
    type: "test:index:Bag",
    name: "a",
    properties: () => expect.unreachable("properties were read"),
  };
  expect(limitBoxes().judgeResource(untouchable, () => expect.unreachable("the stack was read"))).toEqual([]);
});

it.each(["violation", "notice"] as const)("reports an unknown value as a %s where the rule says so", (whenUnknown) => {
  const findings = limitBoxes({ whenUnknown }).judgeResource(box(new Unknown("known later")), () => facts);
  expect(findings).toEqual([
    expect.objectContaining({
      level: whenUnknown,
      message: "a: cannot be judged yet: size is not known yet",
      fix: "known later",
    }),
  ]);
});

it("keeps what was found before an unknown value", () => {
  const findings = limitBoxes({
    judge({ size }, _stack, violation) {
      violation("a fault", "its fix");
      known(size, "size");
    },
  }).judgeResource(box(new Unknown("known later")), () => facts);
  expect(findings.map(({ message }) => message)).toEqual(["a fault", "a: cannot be judged yet: size is not known yet"]);
});

it.each([
  ["an error", new Error("boom")],
  ["anything else", "boom"],
])("turns a rule that throws %s into a violation of that rule", (_title, thrown) => {
  const findings = limitBoxes({
    whenUnknown: "notice",
    judge() {
      throw thrown;
    },
  }).judgeResource(box(1), () => facts);
  expect(findings).toEqual([
    expect.objectContaining({
      level: "violation",
      message: "a: the rule itself failed, so nothing is known about this resource: boom",
    }),
  ]);
});
