import { describe, expect, it } from "vitest";
import { disallowDevMode } from "../../../policies/env/disallow-dev-mode.ts";
import type { StackFacts } from "../../../policies/facts.ts";
import { NOT_IN_PREVIEW, type Plain } from "../../../policies/unknown.ts";
import { API, facts, PROJECT, resource, VARIABLE } from "../stack-facts.ts";

const judge = (env: Record<string, Plain>, stack: Partial<StackFacts> = {}) =>
  disallowDevMode.judgeStack([resource(API, { name: "twin-api", env })], () => ({ ...facts, ...stack }));

describe("S1.9 passes", () => {
  it.each<[string, Plain]>([
    ["DEV_MODE", "false"],
    ["DEV_MODE", "0"],
    ["DEV_MODE", " Off "],
    ["DEV_MODE", ""],
    ["DEV_MODE", null],
    ["DISABLE_DEV_MODE", "true"],
    ["DEV_MODELS_PATH", "true"],
    ["NODEV_MODES", "true"],
  ])("%s=%s", (key, value) => {
    expect(judge({ [key]: value })).toEqual([]);
  });

  it("outside of production", () => {
    expect(judge({ DEV_MODE: "true" }, { production: false })).toEqual([]);
  });
});

describe("S1.9 refuses in production", () => {
  it.each<[string, Plain]>([
    ["DEV_MODE", "true"],
    ["DEV_MODE", "TRUE"],
    ["DEV_MODE", "1"],
    ["DEV_MODE", 1],
    ["DEV_MODE", true],
    ["DEV_MODE", " yes"],
    ["DEV_MODE", "whatever"],
    ["dev_mode", "true"],
    ["DEVMODE", "true"],
    ["APP_DEV_MODE", "true"],
    ["DEVELOPMENT_MODE", "true"],
    ["DEV_MODE_ENABLED", "true"],
  ])("%s=%s", (key, value) => {
    expect(judge({ [key]: value })).toHaveLength(1);
  });

  it("with the value that the file has, its key and the command", () => {
    const env = { backend: { DEV_MODE: true } };
    expect(judge({ DEV_MODE: "true" }, { env })).toEqual([
      expect.objectContaining({
        message: 'twin-api: DEV_MODE is "true" in production; expected false',
        fix: "pulumi config rm --path cutover:env.backend.DEV_MODE --stack prod && pulumi config set --path cutover:env.backend.DEV_MODE false --stack prod",
        at: "cutover:env.backend.DEV_MODE",
      }),
    ]);
  });

  it("without a value that the file does not have", () => {
    const [finding] = judge({ DEV_MODE: "on-by-hand" });
    expect(finding?.message).toBe("twin-api: DEV_MODE has another value in production; expected false");
  });

  it("what nobody can know yet", () => {
    expect(judge({ DEV_MODE: NOT_IN_PREVIEW }).map(({ level, message }) => [level, message])).toEqual([
      ["violation", "twin-api: cannot be judged yet: env.DEV_MODE is not known yet"],
    ]);
  });

  it("in the frontend, for Production only", () => {
    const variable = (target: string) =>
      resource(VARIABLE, { key: "NEXT_PUBLIC_DEV_MODE", value: "true", targets: [target] }, target);
    const project = resource(PROJECT, { name: "twin" });
    const found = (target: string) => disallowDevMode.judgeStack([project, variable(target)], () => facts);
    expect(found("production")).toHaveLength(1);
    expect(found("preview")).toEqual([]);
  });
});
