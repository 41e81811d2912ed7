import { describe, expect, it } from "vitest";
import type { JudgedResource } from "../../../policies/rule.ts";
import { disallowClearTextSecrets } from "../../../policies/secrets/disallow-clear-text-secrets.ts";
import { NOT_IN_PREVIEW } from "../../../policies/unknown.ts";
import { committedStack } from "../committed-stack.ts";
import { API, DEPLOYMENT, facts, PROJECT, resource, VARIABLE } from "../stack-facts.ts";
import { RANDOM } from "./made-up-credentials.ts";

const NEW = " (with a new value from its vendor: Git's history keeps this one)";
const TOKEN = ["gh", "p_", RANDOM.slice(0, 36)].join("");

/** What is found in a configuration alone, as the program finds it. */
function inConfig(config: Record<string, unknown>) {
  const env = (config.env ?? {}) as Record<string, Record<string, unknown>>;
  return disallowClearTextSecrets.judgeConfig({ services: {}, ...config } as never, { ...facts, env });
}

/** What is found in resources, beside a configuration with this env. */
const inResources = (resources: readonly JudgedResource[], env: Record<string, Record<string, unknown>> = {}) =>
  disallowClearTextSecrets.judgeStack(resources, () => ({
    ...facts,
    env,
    section: (key) => (key === "env" ? env : undefined),
  }));

it.each(["prod", "staging"] as const)("S1.9 passes the committed %s stack", (name) => {
  expect(disallowClearTextSecrets.judgeConfig(committedStack(name) as never, facts)).toEqual([]);
});

it("S1.9 refuses a variable, with its key and the commands that make it a secret, and shows nothing of it", () => {
  const found = inConfig({ env: { backend: { OPENAI_API_KEY: "value-in-clear" } } });
  expect(found).toEqual([
    expect.objectContaining({
      level: "violation",
      message:
        "OPENAI_API_KEY: is written in clear text into cutover:env.backend: it has the name of a secret; expected it only under cutover:secrets",
      fix: `pulumi config rm --path cutover:env.backend.OPENAI_API_KEY --stack prod && pulumi config set --secret --path cutover:secrets.OPENAI_API_KEY --stack prod && pulumi config set --path cutover:env.backend.OPENAI_API_KEY.secret OPENAI_API_KEY --plaintext --stack prod${NEW}`,
      at: "cutover:env.backend.OPENAI_API_KEY",
    }),
  ]);
  expect(JSON.stringify(found)).not.toContain("value-in-clear");
});

it("S1.9 refuses what the baseline expects to be a secret, whatever its name", () => {
  const baseline = { backend: { required: { SIGNER: "secret" } } };
  expect(inConfig({ baseline, env: { backend: { SIGNER: "hello" } } })).toHaveLength(1);
  expect(inConfig({ baseline, env: { backend: { SIGNER: { secret: "SIGNER" } } } })).toEqual([]);
});

it("S1.9 refuses a token where the name of a secret belongs", () => {
  const key = ["sk", "_live_", RANDOM].join("");
  const found = inConfig({ env: { backend: { BILLING: { secret: key } } } });
  expect(found).toHaveLength(1);
  expect(JSON.stringify(found)).not.toContain(key);
});

describe("S1.9 refuses in what a check sends", () => {
  const check = (request: object) => ({ smokeChecks: [{ name: "a", target: "api", request, expect: {} }] });
  it.each<[string, object, string]>([
    ["a header", { headers: { authorization: "Bearer hunter2" } }, "smokeChecks[0].request.headers.authorization"],
    ["a header of one's own", { headers: { "x-thing": RANDOM } }, "smokeChecks[0].request.headers.x-thing"],
    ["a member of the body", { json: { user: { password: "hunter2" } } }, "smokeChecks[0].request.json.user.password"],
    ["the path", { path: "/hook?token=hunter2hunter2" }, "smokeChecks[0].request.path"],
  ])("%s", (_title, request, path) => {
    expect(inConfig(check(request)).map(({ subject, at }) => [subject, at])).toEqual([[path, `cutover:${path}`]]);
  });

  it("with the commands that take it from a secret", () => {
    const [finding] = inConfig(check({ headers: { authorization: "Bearer hunter2" } }));
    expect(finding?.fix).toBe(
      `pulumi config set --secret --path cutover:secrets.SMOKE_AUTHORIZATION --stack prod && pulumi config rm --path 'cutover:smokeChecks[0].request.headers.authorization' --stack prod && pulumi config set --path 'cutover:smokeChecks[0].request.headers.authorization.secret' SMOKE_AUTHORIZATION --plaintext --stack prod${NEW}`,
    );
  });

  it.each<[string, object]>([
    ["a secret's name", { headers: { authorization: { secret: "SMOKE_TOKEN", prefix: "Bearer " } } }],
    ["what is sent to be refused", { headers: { authorization: "Bearer invalid-token" } }],
    ["a harmless header", { headers: { "x-request-id": "smoke-8f14e45f-ceea-467f-a83c-2f7c1d9f5b1e" } }],
    ["a harmless member", { json: { user_id: "smoke-check", tokens: 5 } }],
  ])("but not %s", (_title, request) => {
    expect(inConfig(check(request))).toEqual([]);
  });
});

describe("S1.9 elsewhere in the configuration", () => {
  it.each<[string, Record<string, unknown>, string]>([
    ["a reason", { incident: { reason: `the key ${TOKEN} leaked` } }, "incident.reason"],
    ["a repository's address", { app: { repository: `https://${TOKEN}@github.com/a/b` } }, "app.repository"],
    [
      "a baseline's value",
      { baseline: { backend: { required: { JWT_SECRET: { is: "hunter2" } } } } },
      "baseline.backend.required.JWT_SECRET.is",
    ],
    ["an Actions variable", { variables: { DEPLOY_TOKEN: "hunter2" } }, "variables.DEPLOY_TOKEN"],
  ])("refuses it in %s", (_title, config, path) => {
    expect(inConfig(config).map(({ subject }) => subject)).toEqual([path]);
  });

  it.each<[string, Record<string, unknown>]>([
    ["what a baseline expects", { baseline: { backend: { required: { JWT_SECRET: "secret" } } } }],
    ["what an answer is to be", { smokeChecks: [{ expect: { body: { properties: { token: { const: "abc" } } } } }] }],
    ["what an answer's headers are to be", { smokeChecks: [{ expect: { headers: { "set-cookie": "a=b" } } }] }],
    ["a command, which another rule judges", { services: { api: { startCommand: `serve --token ${TOKEN}` } } }],
  ])("passes %s", (_title, config) => {
    expect(inConfig(config)).toEqual([]);
  });
});

describe("S1.9 resources that the configuration does not explain", () => {
  const GROUP = "render:index:EnvGroup";
  const api = (properties: Parameters<typeof resource>[1]) => resource(API, { name: "twin-api", ...properties }, "api");
  it.each<[string, JudgedResource]>([
    ["a service's variable", api({ env: { CI_TOKEN: "hunter2" } })],
    ["a service's file", api({ secretFiles: { ".env": "A=1\nOPENAI_API_KEY=hunter2\n" } })],
    ["an env group", resource(GROUP, { env: { BILLING: TOKEN } })],
    ["a variable at Vercel", resource(VARIABLE, { key: "CMS_TOKEN", value: "hunter2", sensitive: true })],
    ["a variable of a project", resource(PROJECT, { environments: [{ key: "CMS_TOKEN", value: "hunter2" }] })],
    ["a deployment's variable", resource(DEPLOYMENT, { environment: { DB_PASSWORD: "hunter2" } })],
  ])("refuses %s, and shows nothing of it", (_title, one) => {
    const found = inResources([one]);
    expect(found.map(({ level, urn }) => [level, urn])).toEqual([["violation", one.urn]]);
    expect(JSON.stringify(found)).not.toMatch(/hunter2|ghp_/);
  });

  it("refuses a literal that is not the one that was reviewed", () => {
    const env = { backend: { MODE: "fast" } };
    expect(inResources([api({ env: { MODE: TOKEN } })], env)).toHaveLength(1);
  });

  it.each<[string, JudgedResource[], Record<string, Record<string, unknown>>]>([
    [
      "a secret of the configuration",
      [api({ env: { JWT_SECRET: "hunter2" } })],
      { backend: { JWT_SECRET: { secret: "J" } } },
    ],
    [
      "the queue's address",
      [api({ env: { REDIS_URL: "redis://:pw@red-1" } })],
      { backend: { REDIS_URL: { output: "queue.url" } } },
    ],
    [
      "the same secret in a group",
      [api({ env: { JWT_SECRET: "hunter2" } }), resource(GROUP, { env: { SHARED_SECRET: "hunter2" } })],
      { backend: { JWT_SECRET: { secret: "J" } } },
    ],
    ["what is not known yet", [api({ env: { CI_TOKEN: NOT_IN_PREVIEW } })], {}],
    ["a harmless variable", [api({ env: { LOG_LEVEL: "info" } })], {}],
    ["a variable of one service", [api({ env: { JWT_SECRET: "hunter2" } })], { api: { JWT_SECRET: { secret: "J" } } }],
  ])("passes %s", (_title, resources, env) => {
    expect(inResources(resources, env)).toEqual([]);
  });
});

describe("S1.9 passes", () => {
  const sent = (headers: object) => inConfig({ smokeChecks: [{ name: "a", target: "api", request: { headers } }] });
  it("headers that name a request, and a key that is made for the page", () => {
    const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    const apikey = ["sb", "_publishable_", RANDOM].join("");
    expect(sent({ traceparent, "x-request-id": RANDOM, "if-none-match": RANDOM, apikey })).toEqual([]);
  });

  it("the level of a rule that is named after secrets", () => {
    expect(inConfig({ policy: { levels: { "disallow-clear-text-secrets": "advisory" } } })).toEqual([]);
  });

  it("what a state with its secrets in clear marks as secret", () => {
    const service = resource(API, {
      name: "api",
      env: { JWT_SECRET: "hunter22" },
      secretFiles: { ".env": "A_TOKEN=x" },
    });
    expect(inResources([service])).toHaveLength(2);
    expect(inResources([{ ...service, secrets: new Set(["hunter22", "A_TOKEN=x"]) }])).toEqual([]);
  });
});
