import { describe, expect, it } from "vitest";
import { describeFaults } from "../../config/errors.ts";
import { subjectOf } from "../../config/faults/fault.ts";
import { Mask } from "../../config/faults/mask.ts";
import { judge } from "../../config/judge.ts";
import { stackConfig } from "../../config/schema.ts";
import fc from "../support/property.ts";
import { scale } from "../support/scale.ts";
import { staging } from "./baseline.ts";

const RUNS = 200 * scale;

/** Places all over the configuration, most of which make a fault of any text; also as a key, and inside other texts. */
const places: ((secret: string) => Record<string, unknown>)[] = [
  (secret) => ({ "app.name": secret }),
  (secret) => ({ "app.repository": `https://bot:${secret}@github.com/acme/app` }),
  (secret) => ({ app: secret }),
  (secret) => ({ services: { [secret]: {} } }),
  (secret) => ({ "services.api.runtime": secret }),
  (secret) => ({ "services.api.plan": `plan ${secret}` }),
  (secret) => ({ "services.api.instances": secret }),
  (secret) => ({ "frontend.framework": secret }),
  (secret) => ({ "frontend.domains": [secret, secret] }),
  (secret) => ({ origins: secret }),
  (secret) => ({ env: { backend: { [secret]: secret } } }),
  (secret) => ({ env: { backend: { A: { secret } }, frontend: { B: { output: secret } } } }),
  (secret) => ({ "rollout.flag": secret }),
  (secret) => ({ "rollout.percent": secret }),
  (secret) => ({ "rollout.ladder.1.dwell": secret }),
  (secret) => ({ "smokeChecks.0.name": secret, "smokeChecks.1.name": secret }),
  (secret) => ({ "smokeChecks.0.request": { path: secret, headers: { [secret]: 5 } } }),
  (secret) => ({ "smokeChecks.0.expect.body": { [secret]: true, type: secret } }),
  (secret) => ({ "smokeChecks.0.expect.body": { type: "object", [secret]: true } }),
  (secret) => ({ "smokeChecks.0.expect.body": { $ref: secret } }),
  (secret) => ({ smokeChecks: secret }),
  (secret) => ({ secrets: secret }),
  (secret) => ({ secrets: { HELD: secret, EMPTY: "", "BAD-NAME": secret, NUMBER: 5 } }),
];

/** At least eight signs of any kind: quotes, spaces, brackets and line ends included. */
const secretText = fc
  .string({ minLength: 8, maxLength: 40, unit: "grapheme-ascii" })
  .filter((text) => text.trim().length >= 8);

describe("messages", () => {
  it.each(places.map((place, index) => [index, place] as const))(
    "never hold a secret's value, wherever else it stands (place %i)",
    (_index, place) => {
      fc.assert(
        fc.property(secretText, (secret) => {
          const sections = staging({ "services.api.plan": "startr", "secrets.HELD": secret, ...place(secret) });
          sections[secret] = "a section of that name";
          const { faults, missingSecrets } = judge({ sections }, subjectOf("staging"), stackConfig);
          const text = `${describeFaults([...faults, ...missingSecrets])}${JSON.stringify(faults)}`;
          expect(text).not.toContain(secret);
          expect(text).not.toContain(JSON.stringify(secret).slice(1, -1));
        }),
        { numRuns: Math.ceil(RUNS / places.length) },
      );
    },
  );

  it.each([
    ["OpenAI", "sk-proj-aB3"],
    ["Render", "rnd_a1B2"],
    ["GitHub", "ghp_x9"],
    ["a JSON web token", "eyJhbGciOi.x.y"],
    ["AWS", "AKIAIOSFODNN7"],
    ["a private key", "-----BEGIN RSA PRIVATE KEY-----"],
    ["a connection string", "postgres://app:hunter2@db.example/app"],
    ["a long mix of letters and digits", "a1b2c3d4e5f6a7b8c9d0"],
  ])("never hold what looks like a credential, known or not: %s", (_vendor, credential) => {
    const { faults } = judge(
      { sections: staging({ "app.branch": `${credential} ` }) },
      subjectOf("staging"),
      stackConfig,
    );

    expect(faults.map(({ what }) => what)).toEqual(["app.branch is [masked]; expected the name of a Git branch."]);
  });

  it("show harmless values, short or cut", () => {
    const mask = new Mask(["hunter2hunter2"], []);

    expect(mask.show("startr", ["services", "api", "plan"])).toBe('"startr"');
    expect(mask.show(`${"long words ".repeat(20)}`, ["app", "name"])).toHaveLength(83);
    expect(mask.show(true, ["env", "backend", "DEBUG"])).toBe("true");
  });

  it("hide values under names of secrets", () => {
    expect(new Mask([], []).show("short", ["env", "backend", "API_KEY"])).toBe("[masked]");
  });

  it("hide only itself for a secret too short to be looked for inside words", () => {
    const mask = new Mask(["pro"], []);

    expect([mask.show("pro", ["app", "name"]), mask.show("process", ["app", "name"])]).toEqual([
      "[masked]",
      '"process"',
    ]);
  });
});
