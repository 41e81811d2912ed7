import { describe, expect, it } from "vitest";
import { lowered } from "../../../release/rollback/stack-edit.ts";

const to = { percent: 0, legacy: "serving" } as const;
const file = (rollout: string) => `config:\n  other:key: 1 # kept\n  cutover:rollout: ${rollout}\n`;

describe("a stack's file with a lower percent", () => {
  it.each([
    ["a block", "\n    flag: F\n    percent: 50 # why\n", "\n    flag: F\n    percent: 0 # why\n"],
    ["a flow", "{flag: F, percent: 100, ladder: []}", "{flag: F, percent: 0, ladder: []}"],
    ["the last line without an end", "\n    percent: 10", "\n    percent: 0"],
    [
      "what follows 100 %",
      "\n    percent: 100\n    legacy:\n      state: deprecated # since May",
      "\n    percent: 0\n    legacy:\n      state: serving # since May",
    ],
  ])("S2.10 differs only there: %s", (_what, before, after) => {
    expect(lowered(file(before), to)).toEqual({ text: file(after) });
  });

  it("S2.10 keeps line ends of Windows", () => {
    const text = file("\n    percent: 50\n").replaceAll("\n", "\r\n");
    expect(lowered(text, to)).toEqual({ text: text.replace("50", "0") });
  });

  it("is not needed where it is as low", () => {
    expect(lowered(file("{percent: 10}"), { percent: 10, legacy: "serving" })).toEqual({ already: true });
  });

  it.each([
    ["no YAML", "config: [", /not YAML/],
    ["JSON in one text", file(`'{"percent": 50}'`), /not a map/],
    ["no percent", file("{flag: F}"), /not a number/],
    ["a percent from an alias", "a: &a 50\nconfig:\n  cutover:rollout: {percent: *a}\n", /not a number/],
  ])("is not made by force: %s", (_what, text, why) => {
    expect(lowered(text, to)).toEqual({ why: expect.stringMatching(why) });
  });
});
