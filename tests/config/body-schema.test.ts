import { describe, expect, it } from "vitest";
import { compileBodySchema } from "../../config/body-schema.ts";

describe("compileBodySchema", () => {
  it("judges bodies, formats included (S0.6)", () => {
    const isHealthy = compileBodySchema({
      type: "object",
      required: ["status", "at"],
      properties: { status: { const: "healthy" }, at: { type: "string", format: "date-time" } },
    });

    expect(isHealthy({ status: "healthy", at: "2026-03-01T00:00:00Z" })).toBe(true);
    expect(isHealthy({ status: "healthy", at: "soon" })).toBe(false);
    expect(isHealthy({ status: "ill", at: "2026-03-01T00:00:00Z" })).toBe(false);
  });

  it("takes two schemas of one $id", () => {
    const first = compileBodySchema({ $id: "https://schemas.example/body", const: 1 });
    const second = compileBodySchema({ $id: "https://schemas.example/body", const: 2 });

    expect([first(1), first(2), second(1), second(2)]).toEqual([true, false, false, true]);
  });

  it.each([
    ["a verdict that is a promise", { $async: true, type: "object" }, /\$async/],
    ["a misspelt keyword", { type: "object", requird: ["a"] }, /unknown keyword: "requird"/],
    ["an unknown type", { type: "objct" }, /schema is invalid/],
    ["an unknown format", { type: "string", format: "datetime" }, /unknown format "datetime"/],
    ["a schema elsewhere", { $ref: "https://schemas.example/elsewhere" }, /can't resolve reference/],
    ["a broken pattern", { type: "string", pattern: "(" }, /Invalid regular expression|must match format "regex"/],
  ])("refuses %s", (_what, schema, message) => {
    expect(() => compileBodySchema(schema)).toThrow(message);
  });
});
