import { describe, expect, it } from "vitest";
import { isUnknown, judge } from "../../../providers/protocol/unjudged.ts";
import { Unknown } from "../../../providers/protocol/wire.ts";

interface Want {
  readonly name: string;
  readonly nested: { readonly size: number };
}
const want = { name: new Unknown(), nested: { size: 3 } };

describe("a rule over values of which some are unknown", () => {
  it("is given up when it looks into an unknown one", async () => {
    const found = await judge<unknown>((known) => known<Want>(want).name.startsWith("x"), "cannot be judged yet");

    expect(found).toBe("cannot be judged yet");
  });

  it.each<[string, (want: Want) => unknown]>([
    ["a template", ({ name }) => `${name}`],
    ["its length", ({ name }) => name.length],
    ["a comparison", ({ name }) => name > "a"],
    ["its keys", ({ name }) => Object.keys(name)],
    ["JSON", (all) => JSON.stringify(all)],
  ])("is given up on %s", async (_what, rule) => {
    expect(await judge<unknown>((known) => rule(known<Want>(want)), "otherwise")).toBe("otherwise");
  });

  it("holds for what is known", async () => {
    expect(await judge((known) => known<Want>(want).nested.size, 0)).toBe(3);
  });

  it("can ask first", async () => {
    expect(await judge((known) => isUnknown(known<Want>(want).name), false)).toBe(true);
    expect(isUnknown(new Unknown())).toBe(true);
    expect(isUnknown("known")).toBe(false);
  });

  it("still fails for its own mistakes", async () => {
    await expect(
      judge(() => {
        throw new TypeError("mine");
      }, 0),
    ).rejects.toThrow("mine");
  });
});
