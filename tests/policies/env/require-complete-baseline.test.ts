import { describe, expect, it } from "vitest";
import { requireCompleteBaseline } from "../../../policies/env/require-complete-baseline.ts";
import type { StackFacts } from "../../../policies/facts.ts";
import { type Plain, Unknown } from "../../../policies/unknown.ts";
import { API, CRON, facts, PROJECT, resource, told, VARIABLE, WORKER } from "../stack-facts.ts";

/** One service with this env against this baseline of the backend; the env is what the stack declares, too. */
function judge(backend: object, env: Record<string, Plain>, more: Partial<StackFacts> = {}) {
  const stack = { ...facts, baseline: { backend }, env: { backend: env }, ...more };
  return requireCompleteBaseline.judgeStack([resource(API, { name: "twin-api", env }, "api")], () => stack);
}

const set = "pulumi config set --path cutover:env.backend";
const rm = "pulumi config rm --path cutover:env.backend";

it("S1.9 passes what is as expected, and a stack without a baseline", () => {
  const required = {
    A: "text",
    B: "url",
    C: "boolean",
    D: "integer",
    E: { is: false },
    F: { oneOf: ["x", "y"] },
    G: { min: 1, max: 5 },
  };
  const env = { A: "a", B: "https://a.example", C: "true", D: "7", E: "false", F: "y", G: "5", MORE: "free" };
  expect(judge({ required }, env)).toEqual([]);
  expect(judge({}, {}, { baseline: undefined })).toEqual([]);
});

it("S1.9 names what is missing, what is expected, and the command that sets it", () => {
  const required = {
    PINECONE_INDEX_NAME: "text",
    DEV_MODE: { is: false },
    JWT_SECRET: "secret",
    REDIS_URL: { output: "queue.url" },
  };
  expect(told(judge({ required }, {}))).toEqual([
    [
      "twin-api: PINECONE_INDEX_NAME is not set; expected a text that is not empty",
      `${set}.PINECONE_INDEX_NAME VALUE --stack prod`,
    ],
    ["twin-api: DEV_MODE is not set; expected false", `${set}.DEV_MODE false --stack prod`],
    [
      "twin-api: JWT_SECRET is not set; expected a secret",
      `pulumi config set --secret --path cutover:secrets.JWT_SECRET --stack prod && ${set}.JWT_SECRET.secret JWT_SECRET --plaintext --stack prod`,
    ],
    [
      "twin-api: REDIS_URL is not set; expected { output: queue.url }",
      `${set}.REDIS_URL.output queue.url --stack prod`,
    ],
  ]);
});

describe("S1.7 S1.9 refuses a value of another kind", () => {
  it.each<[string, object | string, string, string]>([
    ["a truth that is a word", "boolean", "yes", 'is "yes"; expected true or false'],
    ["a number with a unit", "integer", "30min", 'is "30min"; expected a whole number'],
    ["a number out of range", { min: 1, max: 100 }, "0", 'is "0"; expected a whole number from 1 to 100'],
    ["another constant", { is: true }, "false", 'is "false"; expected true'],
    ["an address without a scheme", "url", "db.example", 'is "db.example"; expected an address such as https://host'],
    ["none of several", { oneOf: ["openai"] }, "local", 'is "local"; expected one of openai'],
    ["blanks", "text", "  ", "is empty; expected a text that is not empty"],
  ])("%s", (_title, expectation, value, words) => {
    const [finding] = judge({ required: { A: expectation } }, { A: value });
    expect(finding?.message).toBe(`twin-api: A ${words}`);
    expect(finding?.fix).toMatch(/^pulumi config rm --path cutover:env\.backend\.A --stack prod && pulumi config set /);
  });
});

describe("leaves to the rule of its own", () => {
  const gated = { FEEDBACK_LEARNING_AUTO_PUBLISH: { is: false }, FEEDBACK_LEARNING_RUN_REGRESSION_GATE: { is: true } };
  const queue = { section: (key: string) => (key === "services" ? { queue: { name: "twin-queue" } } : undefined) };
  it.each<[string, object, Record<string, Plain>, Partial<StackFacts>]>([
    ["a secret in clear text", { OPENAI_API_KEY: "secret" }, { OPENAI_API_KEY: "value-in-clear" }, {}],
    ["the development mode", { DEV_MODE: { is: false } }, { DEV_MODE: "true" }, {}],
    ["publishing without its gate", gated, { FEEDBACK_LEARNING_AUTO_PUBLISH: "true" }, {}],
    ["a gate that is off", { RUN_REGRESSION_GATE: { is: true } }, { RUN_REGRESSION_GATE: "false" }, {}],
    ["no queue's address", { REDIS_URL: "text" }, {}, queue],
    ["no origins", { ALLOWED_ORIGINS: "text" }, {}, { domains: ["app.example.com"] }],
    ["empty origins", { ALLOWED_ORIGINS: "text" }, { ALLOWED_ORIGINS: "" }, { domains: ["app.example.com"] }],
  ])("%s", (_title, required, env, more) => {
    expect(judge({ required }, env, more)).toEqual([]);
  });
});

describe("speaks of the same variables where no other rule does", () => {
  it.each<[string, object, Record<string, Plain>, Partial<StackFacts>, string]>([
    ["no DEV_MODE", { DEV_MODE: { is: false } }, {}, {}, "DEV_MODE is not set; expected false"],
    ["off, but not as expected", { DEV_MODE: { is: false } }, { DEV_MODE: "0" }, {}, 'DEV_MODE is "0"; expected false'],
    [
      "the development mode in staging",
      { DEV_MODE: { is: false } },
      { DEV_MODE: "true" },
      { production: false },
      'DEV_MODE is "true"; expected false',
    ],
    [
      "publishing with its gate",
      { AUTO_PUBLISH: { is: false } },
      { AUTO_PUBLISH: "true", REGRESSION_GATE: "true" },
      {},
      'AUTO_PUBLISH is "true"; expected false',
    ],
    [
      "a gate that is off in staging",
      { REGRESSION_GATE: { is: true } },
      { REGRESSION_GATE: "false" },
      { production: false },
      'REGRESSION_GATE is "false"; expected true',
    ],
    ["no queue anywhere", { REDIS_URL: "text" }, {}, {}, "REDIS_URL is not set; expected a text that is not empty"],
    ["an empty secret", { JWT_SECRET: "secret" }, { JWT_SECRET: "" }, {}, "JWT_SECRET is empty; expected a secret"],
  ])("%s", (_title, required, env, more, words) => {
    expect(judge({ required }, env, more).map(({ message }) => message)).toEqual([`twin-api: ${words}`]);
  });
});

it("shows no value that the stack's file does not hold in clear", () => {
  const env = { backend: { A: { secret: "A" } } };
  const [finding] = judge({ required: { A: "integer" } }, { A: "hidden-value" }, { env });
  expect(finding?.message).toBe("twin-api: A has another value; expected a whole number");
});

it("S1.9 takes either of two alternatives, and refuses neither", () => {
  const alternatives = [{ SUPABASE_SERVICE_KEY: "text", SUPABASE_KEY: "text" }];
  expect(judge({ alternatives }, { SUPABASE_KEY: "key" })).toEqual([]);
  expect(told(judge({ alternatives }, {}))).toEqual([
    [
      "twin-api: none of SUPABASE_SERVICE_KEY, SUPABASE_KEY is set; expected one of them",
      `${set}.SUPABASE_SERVICE_KEY VALUE --stack prod`,
    ],
  ]);
});

it("S1.9 takes a group as a whole or not at all", () => {
  const together = { youtube: { YOUTUBE_PROXY: "text", YOUTUBE_MAX_RETRIES: { is: 5 } } };
  expect(judge({ together }, {})).toEqual([]);
  expect(judge({ together }, { YOUTUBE_PROXY: "p", YOUTUBE_MAX_RETRIES: "5" })).toEqual([]);
  expect(told(judge({ together }, { YOUTUBE_PROXY: "p" }))).toEqual([
    [
      "twin-api: YOUTUBE_MAX_RETRIES is not set, but YOUTUBE_PROXY is (youtube: all or none); expected 5",
      `${set}.YOUTUBE_MAX_RETRIES 5 --stack prod`,
    ],
  ]);
});

it("refuses what is forbidden", () => {
  expect(told(judge({ forbidden: ["DEBUG"] }, { DEBUG: "1" }))).toEqual([
    ["twin-api: DEBUG is set; expected it not to be there", `${rm}.DEBUG --stack prod`],
  ]);
});

it("S1.9 holds API, worker and scheduler against it, each with its own", () => {
  const stack = {
    ...facts,
    baseline: { backend: { required: { A: "text" } } },
    env: { backend: {}, worker: { A: "" } },
  };
  const found = requireCompleteBaseline.judgeStack(
    [
      resource(API, { name: "api", env: { A: "a" } }),
      resource(WORKER, { name: "worker", env: { A: "" } }, "worker"),
      resource(CRON, { name: "cron", env: {} }),
    ],
    () => stack,
  );
  expect(found.map(({ message }) => message)).toEqual([
    "worker: A is empty; expected a text that is not empty",
    "cron: A is not set; expected a text that is not empty",
  ]);
  expect(found[0]?.fix).toContain("cutover:env.worker.A");
  expect(found[0]?.urn).toContain("::worker");
});

describe("S1.10 the frontend", () => {
  const baseline = {
    frontend: {
      required: { NEXT_PUBLIC_BACKEND_URL: { output: "api.url" } },
      optional: { NEXT_PUBLIC_E2E_BYPASS_AUTH: { is: 0 } },
    },
  };
  const variable = (key: string, value: Plain) => resource(VARIABLE, { key, value, targets: ["production"] }, key);
  const judgeSite = (env: Record<string, unknown>, ...variables: ReturnType<typeof variable>[]) =>
    requireCompleteBaseline.judgeStack([resource(PROJECT, { name: "twin" }), ...variables], () => ({
      ...facts,
      baseline,
      env: { frontend: env },
    }));

  it("passes with the API's own address", () => {
    const env = { NEXT_PUBLIC_BACKEND_URL: { output: "api.url" } };
    expect(judgeSite(env, variable("NEXT_PUBLIC_BACKEND_URL", new Unknown("later")))).toEqual([]);
  });

  it("refuses an address that is written by hand, and a missing one; the bypass is the matter of another rule", () => {
    const byHand = judgeSite(
      { NEXT_PUBLIC_BACKEND_URL: "https://b.example" },
      variable("NEXT_PUBLIC_BACKEND_URL", "https://b.example"),
    );
    expect(byHand.map(({ message }) => message)).toEqual([
      "twin: NEXT_PUBLIC_BACKEND_URL comes from somewhere else; expected { output: api.url }",
    ]);
    const without = judgeSite({ NEXT_PUBLIC_E2E_BYPASS_AUTH: 1 }, variable("NEXT_PUBLIC_E2E_BYPASS_AUTH", "1"));
    expect(without.map(({ message }) => message)).toEqual([
      "twin: NEXT_PUBLIC_BACKEND_URL is not set; expected { output: api.url }",
    ]);
  });
});

it("gives notice of a value that is not known yet, after all that can be judged", () => {
  const later = new Unknown("it follows from a resource that does not exist yet");
  const findings = judge({ required: { A: "integer", B: "text" } }, { A: later, B: "" }, { env: {} });
  expect(findings.map(({ level, message }) => [level, message])).toEqual([
    ["violation", "twin-api: B is empty; expected a text that is not empty"],
    ["notice", "twin-api: cannot be judged yet: env.A is not known yet"],
  ]);
});

it("takes a baseline that cannot be read for its own fault, not for a pass", () => {
  expect(judge({ required: { A: "txet" } }, { A: "a" }).map(({ message }) => message)).toEqual([
    "twin-api: the rule itself failed, so nothing is known about this resource: cutover:baseline cannot be read; see npx cutover config check",
  ]);
});
