import * as library from "@pulumi/policy/proxy.js";
import { expect, it } from "vitest";
import { PLACEHOLDERS, plain, plainProperties, Unknown } from "../../policies/unknown.ts";

/** The library's own, which its types leave out. */
const internals = library as unknown as Record<string, unknown>;
const proxied = internals.unknownCheckingProxy as (props: object) => Record<string, unknown>;

it("knows exactly the placeholders of the policy library", () => {
  const theirs = Object.entries(internals).filter(([name]) => /^unknown.*Value$/.test(name));
  expect(theirs).toHaveLength(7);
  expect(PLACEHOLDERS).toEqual(new Set(theirs.map(([, value]) => value)));
});

it("takes the library's proxy off and marks what is unknown instead of throwing", () => {
  const props = { env: { A: "1", B: internals.unknownStringValue }, list: [1, internals.unknownNumberValue], on: true };
  expect(() => (proxied(props).env as Record<string, unknown>).B).toThrow("can't be known during preview");
  expect(plainProperties(proxied(props))).toEqual({
    env: { A: "1", B: expect.any(Unknown) },
    list: [1, expect.any(Unknown)],
    on: true,
  });
});

it("says what makes an unknown known", () => {
  expect(plain(internals.unknownObjectValue)).toEqual(
    new Unknown(
      "it follows from a resource that does not exist yet: write the value into the stack's configuration, or create that resource first",
    ),
  );
});

it("refuses properties that are not behind the library's proxy", () => {
  expect(() => plainProperties({ env: {} })).toThrow("in a way that this pack does not know");
});
