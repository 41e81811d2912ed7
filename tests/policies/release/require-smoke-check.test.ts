import { describe, expect, it } from "vitest";
import { requireSmokeCheck } from "../../../policies/release/require-smoke-check.ts";
import type { JudgedResource } from "../../../policies/rule.ts";
import { type Plain, Unknown } from "../../../policies/unknown.ts";
import { API, facts, resource, told } from "../stack-facts.ts";

const schema = { type: "object", required: ["status"] };
const check = (more: object = {}) => ({ name: "healthy", target: "api", request: { path: "/health" }, ...more });
const reading = check({ expect: { status: 200, body: schema } });
const services = { api: { name: "twin-api" }, queue: { name: "twin-queue" } };
const api = resource(API, { name: "twin-api" }, "api");

const judge = (smokeChecks: unknown, more: object = {}, others: readonly JudgedResource[] = []) =>
  requireSmokeCheck.judgeStack([api, ...others], () => ({
    ...facts,
    section: (key) => ({ smokeChecks, services })[key],
    ...more,
  }));
const add =
  "add to cutover:smokeChecks in Pulumi.prod.yaml: {name: backend is healthy, target: api, request: {path: /health}, expect: {body: {type: object, required: [status], properties: {status: {const: healthy}}}}}";

describe("S0.6 S1.11 passes", () => {
  it.each<[string, ReturnType<typeof judge>]>([
    ["a check that reads the body", judge([check({ expect: { status: 200 } }), reading])],
    ["one that reads what follows", judge([check({ expect: {}, afterwards: { expect: { body: schema } } })])],
    ["a schema by reference", judge([check({ expect: { body: { $ref: "#/$defs/health", $defs: {} } } })])],
    ["a stack that is not production", judge([], { production: false })],
    ["the way down", judge([], { goingDown: true })],
  ])("%s", (_title, found) => {
    expect(found).toEqual([]);
  });
});

describe("S0.6 S1.11 refuses", () => {
  const none = "no smoke check asks it";
  const one = "none of its 1 smoke check reads the body of an answer";
  it.each<[string, unknown, string]>([
    ["no check", [], none],
    ["none that can be read", "none", none],
    ["checks of the frontend alone", [{ ...reading, target: "frontend" }], none],
    ["a status alone", [check({ expect: { status: 200 } })], one],
    ["headers alone", [check({ expect: { status: 200, headers: { deprecation: "true" } } })], one],
    ["a schema that takes any body", [check({ expect: { body: true } })], one],
    ["an empty schema", [check({ expect: { body: {} } })], one],
    ["a schema that only has a title", [check({ expect: { body: { title: "Health", description: "of it" } } })], one],
    ["a request that gets no body", [check({ request: { method: "HEAD" }, expect: { body: schema } })], one],
  ])("%s", (_title, smokeChecks, what) => {
    expect(told(judge(smokeChecks))).toEqual([
      [`twin-api: ${what}; expected one with target: api and expect.body`, add],
    ]);
  });
});

describe("S1.11 another web service beside the API", () => {
  const command = (checks: Plain) =>
    resource("command:local:Command", { environment: { CUTOVER_SMOKE_CHECKS: checks } }, "admin-smoke-checks");
  const admin = resource(API, { name: "twin-admin" }, "admin");
  const asked = JSON.stringify([{ ...reading, target: undefined, url: "https://twin-admin.onrender.com/health" }]);
  const subjects = (...others: readonly JudgedResource[]) => judge([reading], {}, others).map(({ subject }) => subject);

  it("needs a check of its own", () => {
    expect(subjects(admin)).toEqual(["twin-admin"]);
    expect(subjects(admin, command(asked))).toEqual([]);
  });

  it.each<[string, Plain]>([
    ["an address that is not known yet", new Unknown("later")],
    ["what is no list", "{}"],
    ["what is no JSON", "["],
    ["another address", asked.replace("twin-admin", "other")],
  ])("does not get it from %s", (_title, checks) => {
    expect(subjects(admin, command(checks))).toEqual(["twin-admin"]);
  });
});

it("S1.11 judges the configuration by the same measure", () => {
  expect(requireSmokeCheck.judgeConfig({ services, smokeChecks: [reading] }, facts)).toEqual([]);
  expect(requireSmokeCheck.judgeConfig({ services, smokeChecks: [] }, facts)).toHaveLength(1);
});

it("S0.6 only notes that a state from elsewhere comes without a file that could have checks", () => {
  expect(judge(undefined, { section: () => undefined }).map(({ level }) => level)).toEqual(["notice"]);
});
