import { beforeAll, describe, expect, it } from "vitest";
import type { Finding } from "../../../policies/rule.ts";
import { rules } from "../../../policies/rules.ts";
import fc from "../../support/property.ts";
import { scale } from "../../support/scale.ts";
import { madeUp } from "../variants/made-up-secrets.ts";
import { edits, withEdits, withTexts } from "./hostile.ts";
import { committedInput, foundInConfig, foundInPack, type Input } from "./judged-input.ts";

/** Each judges a whole stack by all rules. */
const numRuns = 50 * scale;
const timeout = 60_000 * scale;

const secretOf = (name: string) => `Zq${name.length}x8Vt2LmN-${name.toLowerCase()}-k5RwYb7Jc9`;

const stacks: Input[] = [];
beforeAll(async () => {
  for (const stack of ["prod", "staging", "repo"] as const)
    stacks.push(await committedInput(stack, "running", secretOf));
  stacks.push(await committedInput("prod", "first preview", secretOf));
});
const inputOf = (which: number) => stacks[which % stacks.length] as Input;

/** A committed stack with anything anywhere: in what is declared, in its file, in the other stack's file. */
const anything = fc
  .record({ which: fc.nat(), inputs: edits, outputs: edits, sections: edits, sibling: edits })
  .map(({ which, ...changes }) => ({
    changes,
    /** Made when it is needed, so that a counterexample shows the changes only. */
    input: (): Input => {
      const { inputs, outputs, sections, sibling, ...others } = inputOf(which);
      return {
        ...others,
        inputs: withEdits(inputs, changes.inputs),
        outputs: withEdits(outputs, changes.outputs),
        sections: withEdits(sections, changes.sections),
        sibling: withEdits(sibling, changes.sibling),
      };
    },
  }));

/** The two things that are known to be read only in one form: what has another one was never declared by this program. */
const UNREADABLE = /cutover:baseline cannot be read|env is an? \w+; expected a record of values by name/;

const lines = (findings: readonly Finding[], of: (finding: Finding) => unknown = (finding) => finding) =>
  findings.map((finding) => JSON.stringify(of(finding))).toSorted();

it("has a resource of each type that some rule judges", () => {
  const types = new Set(stacks.flatMap(({ declared }) => Object.values(declared).map(({ type }) => type)));
  expect(rules.flatMap((rule) => [...rule.types]).filter((type) => !types.has(type))).toEqual([]);
});

describe("whatever stands in a resource or in a stack's file", { timeout }, () => {
  it("no rule fails", () => {
    fc.assert(
      fc.property(anything, ({ input }) => {
        const found = [...foundInPack(input()), ...foundInConfig(input())];
        const failed = found.filter(({ message }) => message.includes("the rule itself failed"));
        const told = failed.filter(({ message }) => !UNREADABLE.test(message));
        expect(told.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([]);
      }),
      { numRuns },
    );
  });

  it("rules find the same each time, and of the same things in whatever order resources come", () => {
    fc.assert(
      fc.property(anything, ({ input }) => {
        const found = foundInPack(input());
        expect(lines(foundInPack(input()))).toEqual(lines(found));
        const turned = foundInPack(input(), (resources) => resources.toReversed());
        const place = ({ rule, level, subject, at }: Finding) => [rule, level, subject, at];
        expect(lines(turned, place)).toEqual(lines(found, place));
      }),
      { numRuns },
    );
  });

  it("every finding begins with what it is about, and says what to do", () => {
    fc.assert(
      fc.property(anything, ({ input }) => {
        for (const { message, subject, fix, at } of foundInPack(input())) {
          expect(message.startsWith(subject), message).toBe(true);
          expect(fix).not.toBe("");
          expect(at ?? "cutover:").toMatch(/^cutover:/);
        }
      }),
      { numRuns },
    );
  });
});

describe("a secret", { timeout }, () => {
  /** Parts of a secret by which it would be known; words in it are in messages for other reasons. */
  const partsOf = (secret: string) =>
    Array.from({ length: Math.max(0, secret.length - 9) }, (_, start) => secret.slice(start, start + 10)).filter(
      (part) => /\d/.test(part) && /[A-Z]/.test(part) && /[a-z]/.test(part),
    );

  const telling = (findings: readonly Finding[], parts: readonly string[]) =>
    lines(findings).filter((line) => parts.some((part) => line.includes(part)));

  it("of the stack is in no finding, nor is a part of it", () => {
    const all = JSON.stringify(stacks).match(/Zq\d+x8Vt2LmN-[a-z_]+-k5RwYb7Jc9/g) ?? [];
    const parts = [...new Set(all)].flatMap(partsOf);
    expect(parts.length).toBeGreaterThan(50);
    fc.assert(
      fc.property(anything, ({ input }) => {
        expect(telling(foundInPack(input()), parts)).toEqual([]);
      }),
      { numRuns },
    );
  });

  /** What findings are called by; and words that the schema or a provider's Check knows all of. */
  const NO_PLACE =
    /RepositoryEnvironment [^.]+\.environment$|\.(name|key|secret|secretName|repository|branch|domains?|domains\.\d+|autoDeployTrigger|image\.path|actorType|output|cutoverPercent|V2_ROLLOUT_PERCENT)$/;
  const { password: _, database: __, ...tokens } = madeUp;

  it("in clear, wherever somebody has put it, is in no finding either", () => {
    const parts = Object.values(tokens).flatMap(partsOf);
    const texts = fc.array(fc.record({ place: fc.nat(), text: fc.constantFrom(...Object.values(tokens)) }), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(fc.nat(), texts, texts, texts, (which, ...[inputs, outputs, sections]) => {
        const given = inputOf(which);
        const input = {
          ...given,
          inputs: withTexts(given.inputs, inputs, NO_PLACE),
          outputs: withTexts(given.outputs, outputs, NO_PLACE),
          sections: withTexts(given.sections, sections, NO_PLACE),
        };
        expect(telling([...foundInPack(input), ...foundInConfig(input)], parts)).toEqual([]);
      }),
      { numRuns },
    );
  });
});
