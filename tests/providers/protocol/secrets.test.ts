import { describe, expect, it } from "vitest";
import { markSecrets, revealAll } from "../../../providers/protocol/secrets.ts";
import { isRecord, Secret, Unknown, type Wire } from "../../../providers/protocol/wire.ts";
import fc from "../../support/property.ts";
import { scale } from "../../support/scale.ts";

const secret = (value: Wire) => new Secret(value);

describe("marking secrets", () => {
  it("encrypts each value of a named record by itself, so that a plan shows which key changes", () => {
    expect(markSecrets({ env: { A: "1", B: "2" }, name: "x" }, { named: ["env"] })).toEqual({
      env: { A: secret("1"), B: secret("2") },
      name: "x",
    });
  });

  it("encrypts a named scalar, array element and unknown value", () => {
    const marked = markSecrets({ key: "k", list: ["a"], later: new Unknown() }, { named: ["key", "list", "later"] });

    expect(marked).toEqual({ key: secret("k"), list: [secret("a")], later: secret(new Unknown()) });
  });

  it("keeps what arrived secret secret at the same path, and nothing else", () => {
    const like = [{ a: { b: secret("x"), c: "y" }, d: secret({ e: 1 }) }];

    expect(markSecrets({ a: { b: "x2", c: "y2" }, d: { e: 2 }, f: 3 }, { like })).toEqual({
      a: { b: secret("x2"), c: "y2" },
      d: secret({ e: 2 }),
      f: 3,
    });
  });

  it("encrypts the same part of every element when an array may have been put in another order", () => {
    const like = [{ files: [{ name: "a", content: secret("1") }, { name: "b" }] }];

    expect(
      markSecrets(
        {
          files: [
            { name: "b", content: "2" },
            { name: "a", content: "1" },
          ],
        },
        { like },
      ),
    ).toEqual({
      files: [
        { name: "b", content: secret("2") },
        { name: "a", content: secret("1") },
      ],
    });
  });

  it("encrypts element by element where the order is the same", () => {
    const like = [{ args: [secret("a"), "b"] }];

    expect(markSecrets({ args: ["a", "b"] }, { like, sameOrder: true })).toEqual({ args: [secret("a"), "b"] });
  });

  it("encrypts the whole where the shape no longer says which part was secret", () => {
    const like = [{ a: { b: secret("x") }, c: [secret("y")], d: [1, secret("z")] }];

    expect(markSecrets({ a: "b=x", c: "y", d: { z: "z" } }, { like })).toEqual({
      a: secret("b=x"),
      c: secret("y"),
      d: secret({ z: "z" }),
    });
  });

  it("leaves no string in clear that arrived secret, whatever the shape", () => {
    const leaf = fc.oneof(
      fc.nat().map((number): Wire => new Secret(`hidden-${number}`)),
      fc.nat().map((number): Wire => `open-${number}`),
    );
    const tree = fc.letrec<{ value: Wire }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        leaf,
        fc.array(tie("value"), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom("a", "b", "c"), tie("value")),
      ),
    })).value;
    const record = fc.dictionary(fc.constantFrom("a", "b", "c"), tree);
    fc.assert(
      fc.property(record, fc.boolean(), (properties, sameOrder) => {
        const marked = markSecrets(revealAll(properties), { like: [properties], sameOrder });
        expect(revealAll(marked)).toEqual(revealAll(properties));
        expect(stringsInClear(marked).filter((text) => text.startsWith("hidden"))).toEqual([]);
      }),
      { numRuns: 200 * scale },
    );
  });
});

function stringsInClear(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(stringsInClear);
  return isRecord(value) ? Object.values(value).flatMap(stringsInClear) : [];
}
