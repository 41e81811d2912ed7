import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ENCRYPTED, parseState } from "../../judgement/state-file.ts";

const secret = (of: object) => ({ "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ...of });
const encrypted = secret({ ciphertext: "v1:abc" });
const urn = "urn:pulumi:prod::cutover::cutover:index:Backend$render:index:WebService::api::blue";
const api = { urn, type: "render:index:WebService" };
const parse = (...resources: object[]) =>
  parseState(JSON.stringify({ version: 3, deployment: { resources } }), "s.json");
const propertiesOf = (resource: object) => parse({ ...api, ...resource }).resources[0]?.properties();

describe("a resource of an exported state", () => {
  it("has its stack, its name, what it depends on and whether it is protected", () => {
    const { stack, project, resources } = parse({
      ...api,
      protect: true,
      dependencies: ["urn:pulumi:prod::cutover::x::y"],
    });
    expect([stack, project]).toEqual(["prod", "cutover"]);
    expect(resources).toMatchObject([
      { ...api, name: "api::blue", protect: true, dependsOn: ["urn:pulumi:prod::cutover::x::y"] },
    ]);
    expect(resources[0]?.operation).toBeUndefined();
  });

  it("is what it became, over what it was declared to be", () => {
    const is = propertiesOf({ inputs: { plan: "starter", region: "oregon" }, outputs: { plan: "pro" } });
    expect(is).toEqual({ plan: "pro", region: "oregon" });
  });

  it("has what is encrypted as a value that is not known, and says what makes it known", () => {
    expect(propertiesOf({ inputs: { env: { KEY: encrypted, DEV_MODE: "false" } } })).toEqual({
      env: { KEY: ENCRYPTED, DEV_MODE: "false" },
    });
    expect(ENCRYPTED.until).toContain("--show-secrets");
  });

  it("has the declared parts of a value that the provider made secret as a whole", () => {
    expect(propertiesOf({ inputs: { env: { DEV_MODE: "false" } }, outputs: { env: encrypted } })).toEqual({
      env: { DEV_MODE: "false" },
    });
  });

  it("has secrets that were exported in clear, as the pack sees them", () => {
    expect(propertiesOf({ inputs: { env: secret({ plaintext: '{"KEY":"x"}' }) } })).toEqual({ env: { KEY: "x" } });
  });

  it("tells which of its texts are secrets, where they were exported in clear", () => {
    const env = { LOG_LEVEL: "info", KEY: secret({ plaintext: '"x"' }), FILES: secret({ plaintext: '{"a":["y"]}' }) };
    expect(parse({ ...api, inputs: { env } }).resources[0]?.secrets).toEqual(new Set(["x", "y"]));
  });

  it("is left out when it was replaced already", () => {
    expect(parse({ ...api, delete: true }).resources).toEqual([]);
  });
});

it("reads the file of a backend that keeps files, too", () => {
  const text = JSON.stringify({ version: 3, checkpoint: { stack: "x", latest: { resources: [api] } } });
  expect(parseState(text, "s.json").resources).toHaveLength(1);
});

it("reads a stack without resources", () => {
  expect(parseState('{"version": 3, "deployment": {}}', "s.json")).toEqual({ resources: [] });
});

it.each([
  ["what nobody has written", "\n", "it is empty"],
  ["what is no JSON", "config: {}", "it is not JSON"],
  ["JSON of something else", '{"name": "cutover"}', "it is no state of a stack"],
  ["a resource without a URN", '{"deployment": {"resources": [{"type": "x"}]}}', "it is no state of a stack"],
])("refuses %s, and shows nothing of it", (_, text, what) => {
  expect(() => parseState(text, "s.json")).toThrow(
    `STATE_UNREADABLE: ${what}; expected what \`pulumi stack export\` writes.\n  at s.json\n  fix: pulumi stack export --file state.json`,
  );
});

it("knows secrets by the marks of the pinned Pulumi SDK", () => {
  const rpc = readFileSync(new URL("../../node_modules/@pulumi/pulumi/runtime/rpc.js", import.meta.url), "utf8");
  for (const mark of Object.entries(secret({})).flat()) expect(rpc).toContain(`"${mark}"`);
});
