import * as pulumi from "@pulumi/pulumi/index.js";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ConfigError } from "../../config/errors.ts";
import { loadStackConfig } from "../../config/load-from-pulumi.ts";
import { rawOf, staging } from "./baseline.ts";

const SECRET_KEYS = ["cutover:secrets"];

beforeEach(async () => {
  vi.stubEnv("PULUMI_CONFIG_SECRET_KEYS", JSON.stringify(SECRET_KEYS));
  await pulumi.runtime.setMocks(
    { newResource: () => ({ id: undefined, state: {} }), call: () => ({}) },
    "cutover",
    "staging",
  );
});
afterEach(() => vi.unstubAllEnvs());

describe("loadStackConfig", () => {
  it("reads the running stack's configuration and makes its secrets Pulumi secrets", async () => {
    pulumi.runtime.setAllConfig(rawOf(staging()), SECRET_KEYS);

    const { config, secrets } = loadStackConfig();

    expect(config.app.name).toBe("twin-brains-staging");
    expect(config).not.toHaveProperty("secrets");
    expect(Object.keys(secrets)).toHaveLength(6);
    for (const secret of Object.values(secrets)) expect(await pulumi.isSecret(secret)).toBe(true);
    expect(await resolved(secrets.JWT_SECRET)).toBe("value-of-jwt");
  });

  it("fails as Pulumi prints it: all faults, no stack trace", () => {
    pulumi.runtime.setAllConfig(
      rawOf(staging({ "services.api.plan": "startr", "app.branch": undefined })),
      SECRET_KEYS,
    );

    const error = errorOf(loadStackConfig);

    expect(pulumi.RunError.isInstance(error)).toBe(true);
    expect((error as Error).message).toMatch(/^The configuration has 2 faults\./);
    expect((error as Error).cause).toBeInstanceOf(ConfigError);
  });

  it("judges encryption by what the language host tells", () => {
    vi.stubEnv("PULUMI_CONFIG_SECRET_KEYS", "[]");
    pulumi.runtime.setAllConfig(rawOf(staging()), []);

    expect(String(errorOf(loadStackConfig))).toContain("CONFIG_NOT_ENCRYPTED: secrets is stored in clear text");
  });
});

function errorOf(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error("It was accepted");
}

function resolved(output: pulumi.Output<string> | undefined): Promise<string | undefined> {
  return new Promise((resolve) => pulumi.output(output).apply(resolve));
}
