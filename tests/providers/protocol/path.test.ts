import { describe, expect, it } from "vitest";
import { covers, formatPath, parsePath, reachesInto } from "../../../providers/protocol/path.ts";
import fc from "../../support/property.ts";
import { scale } from "../../support/scale.ts";

describe("property paths", () => {
  it.each([
    ["root", ["root"]],
    ["env.A", ["env", "A"]],
    ['env["a.b"]', ["env", "a.b"]],
    ["list[0].name", ["list", 0, "name"]],
    ['["a.b"][100]', ["a.b", 100]],
    ['root["key with \\"escaped\\" quotes"]', ["root", 'key with "escaped" quotes']],
    ["list[*].name", ["list", "*", "name"]],
    ["env.*", ["env", "*"]],
    ['root.["a"].b', ["root", "a", "b"]],
  ])("reads %s", (text, steps) => {
    expect(parsePath(text)).toEqual(steps);
  });

  it.each(["", ".a", "a[", 'a["b', "a[b]", "a.", "a..b"])("takes %j for no path", (text) => {
    expect(parsePath(text)).toBeUndefined();
  });

  it("writes steps so that the same are read back", () => {
    const step = fc.oneof(
      fc.nat(1000),
      fc.string({ minLength: 1 }).filter((text) => text !== "*" && !text.includes("\\")),
    );
    fc.assert(
      fc.property(fc.array(step, { minLength: 1 }), (steps) => {
        expect(parsePath(formatPath(steps))).toEqual(steps);
      }),
      { numRuns: 200 * scale },
    );
  });

  it("quotes a key that is no plain name", () => {
    expect(formatPath(["env", "a.b", 0, "C_1"])).toBe('env["a.b"][0].C_1');
  });

  it("covers itself and what is inside, with wildcards", () => {
    expect(covers(["env"], ["env", "A"])).toBe(true);
    expect(covers(["list", "*", "name"], ["list", 3, "name", "first"])).toBe(true);
    expect(covers(["env", "A"], ["env"])).toBe(false);
    expect(covers(["env", "A"], ["env", "B"])).toBe(false);
  });

  it("reaches into what contains it", () => {
    expect(reachesInto(["env", "A"], ["env"])).toBe(true);
    expect(reachesInto(["env"], ["env"])).toBe(false);
    expect(reachesInto(["list", "*", "name"], ["list", 1])).toBe(true);
  });
});
