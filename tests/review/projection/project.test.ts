import { describe, expect, it } from "vitest";
import { parseState } from "../../../judgement/state-file.ts";
import { projectionOf } from "../../../review/projection/project.ts";
import { parseProjection } from "../../../review/projection/projection.ts";
import fc from "../../support/property.ts";

const SECRET = "seeded+secret/value-2b6d";
const secret = (of: object) => ({ "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ...of });
const urnOf = (type: string, name: string) => `urn:pulumi:prod::cutover::cutover:index:Backend$${type}::${name}`;
const resource = (type: string, name: string, of: object = {}) => ({ urn: urnOf(type, name), type, ...of });
const project = (...resources: object[]) =>
  projectionOf(parseState(JSON.stringify({ version: 3, deployment: { resources } }), "state.json"));

const API = "render:index:WebService";

describe("what of a state may be told to a pull request", () => {
  it("is types, names and how services are set up", () => {
    const inputs = { plan: "standard", region: "oregon", runtime: "python", numInstances: 2 };
    expect(project(resource(API, "api", { inputs }), resource("render:index:CronJob", "scheduler"))).toEqual({
      format: 1,
      stack: "prod",
      resources: [
        { type: "render:index:CronJob", name: "scheduler", settings: {} },
        { type: API, name: "api", settings: inputs },
      ],
    });
  });

  it("is how far the rollout really is, not what was declared", () => {
    const rollout = {
      inputs: { flag: "V2", percent: 50, legacy: { state: "serving" } },
      outputs: { percent: 10, granted: 50 },
    };
    expect(project(resource("release:index:Rollout", "V2", rollout)).rollout).toEqual({
      percent: 10,
      legacy: "serving",
    });
  });

  it("leaves out variables, files, commands, addresses and ids", () => {
    const inputs = {
      ...{
        env: { JWT_SECRET: SECRET, PLAIN: SECRET },
        secretFiles: { "a.env": SECRET },
        startCommand: `run ${SECRET}`,
      },
      ...{ ownerId: SECRET, repo: `https://x:${SECRET}@github.com/a/b`, healthCheckPath: `/${SECRET}` },
    };
    const told = JSON.stringify(
      project(resource(API, "api", { inputs, outputs: { ...inputs, url: SECRET }, id: SECRET })),
    );
    expect(told).not.toContain(SECRET);
    expect(told).not.toContain("JWT_SECRET");
  });

  it("leaves out a setting that is secret or has not the form of one", () => {
    const inputs = {
      plan: secret({ ciphertext: "v1:abc" }),
      region: `oregon ${SECRET}`,
      runtime: SECRET,
      numInstances: "2",
    };
    expect(project(resource(API, "api", { inputs })).resources).toEqual([{ type: API, name: "api", settings: {} }]);
    const shown = { plan: secret({ plaintext: JSON.stringify(SECRET) }) };
    expect(JSON.stringify(project(resource(API, "api", { inputs: shown })))).not.toContain(SECRET);
  });

  it("leaves out resources with a name of another form, and what belongs to the engine", () => {
    expect(project(resource(API, `a ${SECRET}`), resource("pulumi:providers:render", "default")).resources).toEqual([]);
  });

  it("never holds a value of a resource, whatever its properties are called", () => {
    const value = fc.string({ minLength: 4 }).map((text) => `~${text}~`);
    const properties = fc.dictionary(fc.string(), fc.oneof(value, fc.dictionary(fc.string(), value)));
    const types = fc.constantFrom(
      API,
      "render:index:Postgres",
      "vercel:index/project:Project",
      "__proto__:x:y",
      "a:b:C",
    );
    fc.assert(
      fc.property(types, properties, properties, (type, inputs, outputs) => {
        const all = { ...inputs, plan: "~starter~", constructor: "~x~", __proto__: { plan: "~y~" } };
        expect(JSON.stringify(project(resource(type, "one", { inputs: all, outputs })))).not.toContain("~");
      }),
    );
  });

  it("can be read again", () => {
    const one = project(resource(API, "api", { inputs: { plan: "standard" } }));
    expect(parseProjection(JSON.stringify(one), "p.json")).toEqual(one);
  });
});

describe("a projection that is read", () => {
  const good = { format: 1, stack: "prod", resources: [{ type: API, name: "api", settings: { plan: "pro" } }] };
  it.each<[string, object]>([
    ["a key of its own", { env: { A: SECRET } }],
    ["a setting that is not on the list", { resources: [{ type: API, name: "api", settings: { startCommand: "x" } }] }],
    ["a setting with a sentence", { resources: [{ type: API, name: "api", settings: { plan: "a b c" } }] }],
    ["a percent above 100", { rollout: { percent: 101, legacy: "serving" } }],
    ["another format", { format: 2 }],
  ])("is refused with %s, without its value", (_what, changes) => {
    expect(() => parseProjection(JSON.stringify({ ...good, ...changes }), "p.json")).toThrow(
      /^PROJECTION_UNREADABLE: .*\n {2}at p\.json\n {2}fix: pulumi stack export/,
    );
    expect(() => parseProjection(JSON.stringify({ ...good, ...changes }), "p.json")).not.toThrow(SECRET);
  });
});
