import { describe, expect, it } from "vitest";
import { z } from "zod";
import { parseInputs } from "../../../providers/protocol/parse-inputs.ts";
import { Foreign, Unknown, type Wire } from "../../../providers/protocol/wire.ts";

const unknown = new Unknown();
const schema = z
  .strictObject({
    name: z.string().min(3),
    plan: z.enum(["small", "large"]).default("small"),
    nested: z.strictObject({ size: z.number().default(1), list: z.array(z.string()).max(2).default([]) }).optional(),
    env: z.record(z.string().regex(/^[A-Z]+$/), z.string()).default({}),
    pair: z.tuple([z.string(), z.number()]).optional(),
    check: z.union([z.string(), z.object({ path: z.string(), port: z.number().default(80) })]).optional(),
    kind: z
      .discriminatedUnion("type", [
        z.object({ type: z.literal("a"), a: z.number() }),
        z.object({ type: z.literal("b"), b: z.string().default("x") }),
      ])
      .optional(),
    anything: z.any().optional(),
    exact: z.string().exactOptional(),
  })
  .refine(({ name, plan }) => name !== plan, { message: "name and plan are equal", path: ["name"] });

const paths = (value: Wire) => parseInputs(schema, value).issues.map(({ path }) => path.join("."));

describe("parsing inputs", () => {
  it.each<[string, object, object]>([
    ["at the top", { name: unknown }, { name: unknown, plan: "small", env: {} }],
    ["of an enum", { name: "abc", plan: unknown }, { name: "abc", plan: unknown, env: {} }],
    ["of an object", { name: "abc", nested: unknown }, { name: "abc", plan: "small", env: {}, nested: unknown }],
    [
      "inside an object",
      { name: "abc", nested: { list: ["a", unknown] } },
      { name: "abc", plan: "small", env: {}, nested: { size: 1, list: ["a", unknown] } },
    ],
    ["of a record", { name: "abc", env: { A: unknown } }, { name: "abc", plan: "small", env: { A: unknown } }],
    [
      "of a union's alternative",
      { name: "abc", check: { path: unknown } },
      { name: "abc", plan: "small", env: {}, check: { path: unknown, port: 80 } },
    ],
    [
      "of a discriminated alternative",
      { name: "abc", kind: { type: "b", b: unknown } },
      { name: "abc", plan: "small", env: {}, kind: { type: "b", b: unknown } },
    ],
    [
      "of a tuple",
      { name: "abc", pair: ["x", unknown] },
      { name: "abc", plan: "small", env: {}, pair: ["x", unknown] },
    ],
    [
      "of anything",
      { name: "abc", anything: { a: unknown } },
      { name: "abc", plan: "small", env: {}, anything: { a: unknown } },
    ],
  ])("lets an unknown value %s pass and applies the defaults around it", (_where, value, expected) => {
    expect(parseInputs(schema, value as Wire)).toEqual({ value: expected, issues: [] });
  });

  it("finds all other faults at once beside an unknown value", () => {
    const value = {
      name: "a",
      plan: "huge",
      nested: { size: "1", list: [unknown, "b", "c"] },
      env: { lower: "x", A: 1, B: unknown },
      surplus: 1,
    };

    expect(paths(value)).toEqual(["name", "plan", "nested.size", "nested.list", "env.lower", "env.A", ""]);
  });

  it("finds the same faults with everything known, except rules that had to wait", () => {
    expect(paths({ name: "small", plan: "small" })).toEqual(["name"]);
    expect(paths({ name: "small", plan: "small", anything: unknown })).toEqual([]);
  });

  it("misses a required key beside an unknown value, even one that takes anything", () => {
    const required = z.object({ a: z.any(), b: z.string(), c: z.string() });

    expect(parseInputs(required, { c: unknown }).issues.map(({ path }) => path)).toEqual([["a"], ["b"]]);
    expect(parseInputs(required, { c: "" }).issues.map(({ path }) => path)).toEqual([["a"], ["b"]]);
  });

  it("names the alternative of a discriminated union that was meant", () => {
    expect(paths({ name: "abc", kind: { type: "a", a: "no" }, env: { A: unknown } })).toEqual(["kind.a"]);
  });

  it("tells the unknown key's neighbours", () => {
    const [issue] = parseInputs(schema, { name: "abc", nested: { sise: 1 } }).issues;

    expect(issue?.unrecognized).toEqual({ keys: ["sise"], known: ["size", "list"] });
  });

  it("says what each alternative of a union expected", () => {
    const [issue] = parseInputs(schema, { name: "abc", check: 5 }).issues;

    expect(issue?.message).toMatch(/expected string.*; or .*expected object/);
  });

  it("refuses an asset where text is expected, and passes it where anything is", () => {
    const asset = new Foreign("asset", {});

    expect(parseInputs(schema, { name: asset }).issues).toEqual([
      { path: ["name"], message: "takes no asset; pass its content" },
    ]);
    expect(parseInputs(schema, { name: "abc", anything: asset }).issues).toEqual([]);
  });

  it("refuses a resource where its id is expected", () => {
    const reference = new Foreign("resource reference", {});

    expect(parseInputs(schema, { name: reference }).issues[0]?.message).toMatch(/pass one of its outputs/);
  });
});
