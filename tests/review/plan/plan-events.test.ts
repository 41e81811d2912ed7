import { describe, expect, it } from "vitest";
import { PlanEvents } from "../../../review/plan/plan-events.ts";

const SECRET = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "[secret]" };
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const urnOf = (type: string, name: string) => `urn:pulumi:prod::cutover::${type}::${name}`;
const API = urnOf("render:index:WebService", "api");

const step = (op: string, metadata: object = {}) => ({
  resourcePreEvent: { metadata: { op, urn: API, type: "render:index:WebService", old: null, new: null, ...metadata } },
});

function planOf(...events: object[]) {
  const read = new PlanEvents("prod");
  for (const event of events) read.take(event as Record<string, unknown>);
  return read.plan;
}

describe("a plan read from the engine's events", () => {
  it("has what is created with its inputs, secrets masked and unknowns named, keys sorted", () => {
    const { changes } = planOf(step("create", { new: { inputs: { plan: UNKNOWN, env: { B: SECRET, A: "1" } } } }));
    expect(changes).toEqual([
      {
        urn: API,
        type: "render:index:WebService",
        name: "api",
        kind: "create",
        properties: [],
        inputs: { env: { A: "1", B: "[secret]" }, plan: "[unknown]" },
      },
    ]);
    expect(JSON.stringify(changes[0]?.inputs)).toBe('{"env":{"A":"1","B":"[secret]"},"plan":"[unknown]"}');
  });

  it("has each property of an update with its value before and after, sorted by path", () => {
    const { changes } = planOf(
      step("update", {
        old: { inputs: { plan: "starter", env: { A: SECRET } } },
        new: { inputs: { plan: "pro", env: { A: SECRET, B: "2" } } },
        detailedDiff: {
          plan: { diffKind: "update", inputDiff: true },
          "env.B": { diffKind: "add", inputDiff: true },
          "env.A": { diffKind: "update", inputDiff: true },
        },
      }),
    );
    expect(changes[0]?.properties).toEqual([
      { path: "env.A", kind: "update", before: '"[secret]"', after: '"[secret]"' },
      { path: "env.B", kind: "add", before: undefined, after: '"2"' },
      { path: "plan", kind: "update", before: '"starter"', after: '"pro"' },
    ]);
  });

  it("shows nothing of what is inside of a secret", () => {
    const { changes } = planOf(
      step("update", {
        old: { inputs: { env: SECRET } },
        new: { inputs: { env: SECRET } },
        detailedDiff: { "env.TOKEN": { diffKind: "update", inputDiff: true } },
      }),
    );
    expect(changes[0]?.properties).toEqual([
      { path: "env.TOKEN", kind: "update", before: '"[secret]"', after: '"[secret]"' },
    ]);
  });

  it("counts the steps of a replacement as one", () => {
    const { changes } = planOf(step("create-replacement"), step("replace"), step("delete-replaced"));
    expect(changes.map(({ kind }) => kind)).toEqual(["replace"]);
  });

  it("has the deletion that an earlier replacement left behind, beside what stands in its place", () => {
    const { changes } = planOf(step("same"), step("delete-replaced", { old: { inputs: { plan: "pro" } } }));
    expect(changes).toMatchObject([{ kind: "delete", name: "api", inputs: { plan: "pro" }, leftover: true }]);
  });

  it("shows a file's text, which the engine marks as it marks secrets, and no provider's secret output", () => {
    const [FILE, OUTPUT] = ["c44067f5952c0a294b673a41bacd8c17", "d0e6a833031e9bbcd3f4e8bde6ca49a4"];
    const mark = "4dabf18193072939515e22adb298388d";
    const inputs = {
      file: { [mark]: FILE, text: "one" },
      hidden: { [mark]: OUTPUT, secret: true, value: "rnd_secret" },
      later: { [mark]: OUTPUT },
      plain: { [mark]: OUTPUT, value: "two" },
    };
    expect(planOf(step("create", { new: { inputs } })).changes[0]?.inputs).toEqual({
      file: { [mark]: FILE, text: "one" },
      hidden: "[secret]",
      later: "[unknown]",
      plain: "two",
    });
  });

  it("counts what stays, and leaves out reads", () => {
    expect(planOf(step("same"), step("refresh"))).toMatchObject({ changes: [], same: 1 });
  });

  it("never holds a debug line, and strips the engine's colours of others", () => {
    const said = (severity: string, message: string) => ({ diagnosticEvent: { severity, message } });
    expect(planOf(said("debug", "token rnd_secret"), said("warning", "<{%fg 3%}>careful<{%reset%}>\n")).said).toEqual([
      { severity: "warning", urn: undefined, text: "careful" },
    ]);
  });

  it("takes out the value that the engine quotes of a property that is refused", () => {
    const message = "api's property `env` value {rnd_secret} has a problem: expected text";
    expect(planOf({ diagnosticEvent: { severity: "error", message } }).said).toMatchObject([
      { text: "api's property `env` has a problem: expected text" },
    ]);
  });
});
