import { describe, expect, it } from "vitest";
import { ConfigError } from "../../config/errors.ts";
import { parseStackConfig } from "../../config/load.ts";
import { rawOf, SECRETS, staging } from "./baseline.ts";

const SECRET_KEYS = ["cutover:secrets"];

function load(changes: Record<string, unknown>, { more = {}, secretKeys = SECRET_KEYS } = {}) {
  return parseStackConfig({ ...rawOf(staging(changes)), ...more }, { stack: "staging", secretKeys });
}

function errorOf(run: () => unknown): ConfigError {
  try {
    run();
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error("It was accepted");
}

describe("parseStackConfig", () => {
  it("fills in the defaults", () => {
    const { config } = load({
      "rollout.ladder": undefined,
      smokeChecks: [{ name: "up", target: "api", request: { path: "/" }, expect: {} }],
    });

    expect(config.services.api).toMatchObject({ plan: "starter", instances: 1 });
    expect(config.deploys).toBe("release");
    expect(config.rollout?.ladder).toEqual([
      { percent: 0, dwell: "PT0S", checkpoints: [] },
      { percent: 10, dwell: "PT24H", checkpoints: [{ at: ["PT1H", "PT6H", "PT24H"] }] },
      { percent: 50, dwell: "PT48H", checkpoints: [{ every: "PT12H" }] },
      { percent: 100, dwell: "P7D", checkpoints: [{ every: "P1D" }] },
    ]);
    expect(config.smokeChecks).toEqual([
      {
        name: "up",
        target: "api",
        request: { method: "GET", path: "/", headers: {} },
        expect: { status: 200, headers: {} },
        timeout: "PT5S",
        within: "PT60S",
      },
    ]);
  });

  it("S0.1 accepts a Docker service without commands", () => {
    const api = { name: "rlm", runtime: "docker", rootDirectory: "rlm-service", healthCheckPath: "/health" };

    expect(load({ "services.api": api }).config.services.api).toMatchObject({ runtime: "docker", plan: "starter" });
  });

  it("S0.1 accepts a service of an image, public or with a credential", () => {
    const path = `ghcr.io/acme/api@sha256:${"a".repeat(64)}`;
    const api = { name: "rlm", runtime: "image", image: { path }, healthCheckPath: "/health", notifyOnFail: "notify" };
    expect(load({ "services.api": api }).config.services.api).toMatchObject({ ...api, plan: "starter" });
    const image = { path, registryCredential: "rgc-1" };
    expect(load({ "services.api": { ...api, image } }).config.services.api).toMatchObject({ image });
  });

  it("keeps the types of literals, so that policies can judge them (S1.7)", () => {
    expect(load({}).config.env.backend).toMatchObject({
      DEV_MODE: false,
      FEEDBACK_LEARNING_MIN_EVENTS: 5,
      SUPABASE_URL: "https://twinbrainsstaging.supabase.example",
    });
  });

  it("keeps the secrets apart from what may be shown", () => {
    const { config, secrets } = load({});

    expect(secrets).toEqual(SECRETS);
    expect(JSON.stringify(config)).not.toContain("value-of-");
  });

  it("leaves other namespaces alone", () => {
    const more = { "render:baseUrl": "http://127.0.0.1:1", "pulumi:tags": "{}" };

    expect(load({}, { more }).config.app.name).toBe("twin-brains-staging");
  });

  it("reads a list that stands in the file as one JSON text", () => {
    expect(load({ origins: '["https://one.example"]' }).config.origins).toEqual(["https://one.example"]);
  });

  it("S0.4 reads a switch, which Pulumi delivers as a word", () => {
    expect(load({}, { more: { "cutover:singleChange": "true" } }).config.singleChange).toBe(true);
  });

  it("tells JSON that is cut off as the text that it is", () => {
    expect(errorOf(() => load({ origins: '["https://one.ex' })).message).toContain(
      'origins is "[\\"https://one.ex" (a text)',
    );
  });

  it("tells ten faults at once, three lines each, and counts them", () => {
    const { message, faults, code } = errorOf(() =>
      load({
        "app.name": "Twin Brains",
        "render.owner": undefined,
        "services.api.plan": "startr",
        "services.api.instances": 0,
        "frontend.nodeVersion": 20,
        "frontend.colour": "red",
        "rollout.percent": 20,
        "smokeChecks.0.request.path": "health",
        "env.backend.A-B": 1,
        smokeCheks: [],
      }),
    );

    expect(code).toBe("CONFIG_INVALID");
    expect(faults.map(({ path }) => path).sort()).toEqual(
      [
        "app.name",
        "env.backend.A-B",
        "frontend.colour",
        "frontend.nodeVersion",
        "render.owner",
        "rollout.percent",
        "services.api.instances",
        "services.api.plan",
        "smokeCheks",
        "smokeChecks[0].request.path",
      ].sort(),
    );
    expect(message.split("\n\n")).toHaveLength(11);
    expect(message).toMatch(/^The configuration has 10 faults\.\n\nCONFIG_/);
    for (const told of message.split("\n\n").slice(1)) {
      expect(told).toMatch(/^CONFIG_[A-Z_]+: [^\n]+[.?]\n {2}at Pulumi\.staging\.yaml → [^\n]+\n {2}fix: [^\n]+$/);
    }
  });

  it("judges the keys beside an unknown runtime too", () => {
    const { faults } = errorOf(() => load({ "services.api.runtime": "pyhton", "services.api.plan": "startr" }));

    expect(faults.map(({ path }) => path)).toEqual(["services.api.runtime", "services.api.plan"]);
  });

  it("tells a percent that was set without --path", () => {
    const { message } = errorOf(() => load({}, { more: { "cutover:rollout.percent": "50" } }));

    expect(message).toBe(
      [
        'CONFIG_UNKNOWN_KEY: ["rollout.percent"] is one key with a dot in it; expected a path, which needs --path.',
        '  at Pulumi.staging.yaml → cutover:["rollout.percent"]',
        "  fix: pulumi config rm --path 'cutover:[\"rollout.percent\"]' --stack staging && pulumi config set --path cutover:rollout.percent 50 --stack staging",
      ].join("\n"),
    );
  });

  it("asks once for a secret that several variables take, and names a similar one", () => {
    const { faults } = errorOf(() =>
      load({ "env.backend.A": { secret: "OPENAI_KEY" }, "env.frontend.B": { secret: "OPENAI_KEY" } }),
    );

    expect(faults).toEqual([
      expect.objectContaining({
        code: "CONFIG_SECRET_MISSING",
        what: "env.backend.A takes the secret OPENAI_KEY; expected it in cutover:secrets of this stack (it has OPENAI_API_KEY).",
      }),
    ]);
  });

  it("refuses secrets that are not encrypted", () => {
    expect(errorOf(() => load({}, { secretKeys: [] })).message).toMatch(
      /^CONFIG_NOT_ENCRYPTED: secrets is stored in clear text/,
    );
  });

  it("refuses encrypted values outside cutover:secrets, and shows nothing of that section", () => {
    const secretKeys = [...SECRET_KEYS, "cutover:app"];
    const { message, faults } = errorOf(() => load({ "app.name": "Twin Brains" }, { secretKeys }));

    expect(faults.map(({ code, path }) => [code, path])).toEqual([
      ["CONFIG_INVALID", "app.name"],
      ["CONFIG_MISPLACED_SECRET", "app"],
    ]);
    expect(message).toContain("app.name is [masked]");
  });

  it("tells every section that a new stack lacks", () => {
    const { faults } = errorOf(() => parseStackConfig({}, { stack: "new" }));

    expect(faults.map(({ code, path }) => `${code} ${path}`)).toEqual([
      "CONFIG_MISSING app",
      "CONFIG_MISSING render",
      "CONFIG_MISSING services",
    ]);
  });
});
