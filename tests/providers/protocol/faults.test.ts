import { describe, expect, it } from "vitest";
import { checkFailures, faultsOf } from "../../../providers/protocol/faults.ts";
import { Secret } from "../../../providers/protocol/wire.ts";

const told = (path: string, inputs: Parameters<typeof checkFailures>[1], secrets: string[] = []) =>
  checkFailures([{ path, reason: "too long" }], inputs, {
    secrets,
    mask: (text) => text.replaceAll("hunter2", "[secret]"),
  })[0]?.toObject();

describe("check failures", () => {
  it("name a plain property at the top, whose value the engine then prints", () => {
    expect(told("plan", { plan: "x" })).toEqual({ property: "plan", reason: "too long" });
  });

  it.each<[string, string, Parameters<typeof checkFailures>[1], string[], string]>([
    ["a secret", "key", { key: new Secret("hunter2") }, [], "key (its value is secret): too long"],
    ["a secret by declaration", "key", { key: "hunter2" }, ["key"], "key (its value is secret): too long"],
    ["a value inside", "a.b", { a: { b: 5 } }, [], "a.b is 5: too long"],
    ["a value inside a secret", "a.b", { a: new Secret({ b: "hunter2" }) }, [], "a.b (its value is secret): too long"],
    ["a key of a secret record", "env.A", { env: { A: "hunter2" } }, ["env"], "env.A (its value is secret): too long"],
    ["an object that contains a secret", "a", { a: { b: new Secret("x") } }, [], 'a is {"b":"[secret]"}: too long'],
    ["an object with a secret text", "a", { a: { b: "hunter2" } }, [], 'a is {"b":"[secret]"}: too long'],
    ["a missing property", "name", {}, [], "name: too long"],
    ["the whole", "", {}, [], "too long"],
  ])("do not name %s", (_what, path, inputs, secrets, reason) => {
    expect(told(path, inputs, secrets)).toEqual({ property: "", reason });
  });

  it("shorten a long value", () => {
    expect(told("a.b", { a: { b: "x".repeat(500) } })?.reason.length).toBeLessThan(120);
  });

  it("suggest the nearest known key for an unknown one", () => {
    const unrecognized = { keys: ["plna", "zzzzzz"], known: ["plan", "region"] };

    expect(faultsOf([{ path: ["service"], message: "", unrecognized }])).toEqual([
      { path: "service.plna", reason: "unknown property; did you mean plan?" },
      { path: "service.zzzzzz", reason: "unknown property" },
    ]);
  });
});
