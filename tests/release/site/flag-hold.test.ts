import { describe, expect, it } from "vitest";
import { commentWith, holdIn, sentenceOf } from "../../../release/site/flag-hold.ts";
import fc from "../../support/property.ts";
import { scale } from "../../support/scale.ts";

const numRuns = 200 * scale;
const at = new Date("2026-11-21T10:00:00.000Z");
const changed = new Date("2026-11-22T00:00:00.000Z");
const commit = "0123456789abcdef0123456789abcdef01234567";
const pullRequest = "https://github.com/acme-brains/twin-brains/pull/7";
const whole = { percent: 10, at, commit, pullRequest };

const hold = fc.record(
  {
    percent: fc.integer({ min: 0, max: 100 }),
    at: fc.date({ min: new Date("2020-01-01"), max: new Date("2090-01-01"), noInvalidDate: true }),
    commit: fc.stringMatching(/^[0-9a-f]{40}$/),
    pullRequest: fc.nat().map((number) => `https://github.com/acme-brains/twin-brains/pull/${number}`),
  },
  { requiredKeys: ["percent", "at"] },
);

describe("a hold at the flag", () => {
  it("S2.10 is a sentence that a person understands", () => {
    expect(sentenceOf(whole)).toBe(
      `[Cutover: held at 10 % since 2026-11-21T10:00:00.000Z after a rollback of commit ${commit}; to lift: merge ${pullRequest}, then pulumi up]`,
    );
  });

  it("S2.10 is read back as it was written, beside any text of a person", () => {
    fc.assert(
      fc.property(hold, fc.string({ maxLength: 700 }), (written, text) => {
        fc.pre(!/cutover/i.test(text));
        const comment = commentWith(text, written);
        expect(comment.length).toBeLessThanOrEqual(500);
        expect(holdIn(comment, changed)).toEqual(written);
      }),
      { numRuns },
    );
  });

  it("S2.10 is there once, however often it is written, and gone when it is taken away", () => {
    const twice = commentWith(commentWith("ask Ann", whole), { percent: 0, at });
    expect(twice).toBe(`ask Ann ${sentenceOf({ percent: 0, at })}`);
    expect(commentWith(twice, undefined)).toBe("ask Ann");
  });

  it.each([
    ["other case", sentenceOf(whole).toUpperCase().replace("HTTPS", "https"), { percent: 10, at }],
    ["lines and spaces", sentenceOf(whole).replaceAll(" ", "\n "), whole],
    ["a lost end", sentenceOf(whole).slice(0, 60), { percent: 10, at }],
    ["a lost bracket", `x ${sentenceOf(whole).slice(1)} y`, whole],
    ["a lost time", "[Cutover: held at 10 %]", { percent: 10, at: changed }],
    ["a lost percent", "[Cutover: held]", { percent: 0, at: changed }],
    ["nonsense in it", "[Cutover: held at 999 % since never]", { percent: 0, at: changed }],
  ])("S2.10 survives an edit by hand: %s", (_what, comment, expected) => {
    expect(holdIn(comment, changed)).toMatchObject(expected);
  });

  it.each(["", "the share of users on v2", "Cutover sets this", "held at 10 %"])("is not in %j", (comment) => {
    expect(holdIn(comment, changed)).toBeUndefined();
  });
});
