import { describe, expect, it } from "vitest";
import { factsOf, onStack } from "../../policies/facts.ts";

const read = (config: Record<string, unknown>) => factsOf("prod", (key) => config[key]);

it("reads what rules need from a stack's configuration", () => {
  expect(
    read({
      app: { environment: "staging", name: "twin-brains" },
      frontend: { engines: "20.x", domains: ["app.example.com"], name: "twin-brains" },
      origins: ["https://app.example.com"],
    }),
  ).toMatchObject({
    stack: "prod",
    production: false,
    engines: "20.x",
    origins: ["https://app.example.com"],
    domains: ["app.example.com"],
    env: {},
    baseline: undefined,
  });
});

describe("takes a stack for production unless it says otherwise", () => {
  it.each([
    ["production", { app: { environment: "production" } }, true],
    ["staging", { app: { environment: "staging" } }, false],
    ["local", { app: { environment: "local" } }, false],
    ["a misspelt environment", { app: { environment: "stagging" } }, true],
    ["no configuration", {}, true],
  ])("%s", (_title, config, production) => {
    expect(read(config).production).toBe(production);
  });
});

it("leaves out what has another shape", () => {
  expect(read({ frontend: { domains: ["$(id)"] } }).domains).toEqual([]);
  expect(read({ frontend: "x", origins: "https://a.example" })).toMatchObject({
    engines: undefined,
    origins: undefined,
    domains: [],
  });
});

it("ends commands with the stack's name where it is known", () => {
  expect(onStack(read({}))).toBe(" --stack prod");
  expect(onStack(factsOf(undefined, () => undefined))).toBe("");
});
