import { describe, expect, it } from "vitest";
import { requireExplicitOrigins } from "../../../policies/env/require-explicit-origins.ts";
import type { StackFacts } from "../../../policies/facts.ts";
import { type Plain, Unknown } from "../../../policies/unknown.ts";
import { facts as nothingDeclared } from "../stack-facts.ts";

const facts: StackFacts = {
  ...nothingDeclared,
  origins: ["https://app.example.com"],
  domains: ["app.example.com"],
};

function judge(properties: Record<string, Plain>, stack: Partial<StackFacts> = {}, type = "render:index:WebService") {
  const resource = { type, name: "api", properties: () => ({ name: "twin-brains-api", ...properties }) };
  return requireExplicitOrigins.judgeResource(resource, () => ({ ...facts, ...stack }));
}

/** The value on a service, with the same entries declared in configuration. */
const judgeList = (value: string, stack: Partial<StackFacts> = {}) =>
  judge({ env: { ALLOWED_ORIGINS: value } }, { origins: value.split(",").map((entry) => entry.trim()), ...stack });

const messages = (findings: readonly { message: string }[]) => findings.map(({ message }) => message);

it("S1.5 passes a service whose origins are explicit", () => {
  expect(judgeList("https://app.example.com, https://admin.example.com")).toEqual([]);
});

it("S1.5 reports each bad entry with its reason and the command that repairs it", () => {
  expect(judgeList("https://app.example.com/,*")).toEqual([
    {
      rule: "require-explicit-origins",
      severity: "critical",
      level: "violation",
      message:
        'twin-brains-api: ALLOWED_ORIGINS contains "https://app.example.com/": a trailing slash, which no browser sends, so it never matches',
      fix: "pulumi config set --path 'cutover:origins[0]' https://app.example.com --stack prod",
      at: "cutover:origins[0]",
      subject: "twin-brains-api",
    },
    {
      rule: "require-explicit-origins",
      severity: "critical",
      level: "violation",
      message: 'twin-brains-api: ALLOWED_ORIGINS contains "*": any web page could call the API in a user\'s name',
      fix: "pulumi config rm --path 'cutover:origins[1]' --stack prod",
      at: "cutover:origins[1]",
      subject: "twin-brains-api",
    },
  ]);
});

it("S1.5 takes out what, repaired, would stand there twice", () => {
  expect(judgeList("https://app.example.com,https://app.example.com/").map(({ fix }) => fix)).toEqual([
    "pulumi config rm --path 'cutover:origins[1]' --stack prod",
  ]);
});

it("S1.5 reports a variable of another name that lets every page in, with the command that takes it out", () => {
  const env = { ALLOWED_ORIGINS: "https://app.example.com", CORS_ORIGINS: "*" };
  expect(judge({ env }, { env: { backend: env } }).map(({ message, fix, at }) => [message, fix, at])).toEqual([
    [
      "twin-brains-api: CORS_ORIGINS lets any web page call the API in a user's name; expected only the origins of ALLOWED_ORIGINS",
      "pulumi config rm --path cutover:env.backend.CORS_ORIGINS --stack prod",
      "cutover:env.backend.CORS_ORIGINS",
    ],
  ]);
});

it("S1.5 reports an entry that is there twice, and an empty one, with the command that removes it", () => {
  expect(judgeList("https://a.example,https://a.example,").map(({ message, fix }) => [message, fix])).toEqual([
    [
      'twin-brains-api: ALLOWED_ORIGINS contains "https://a.example" more than once',
      "pulumi config rm --path 'cutover:origins[1]' --stack prod",
    ],
    [
      'twin-brains-api: ALLOWED_ORIGINS contains "": an empty entry',
      "pulumi config rm --path 'cutover:origins[2]' --stack prod",
    ],
  ]);
});

it("S1.5 offers to use the declared origins where the service has a list of its own", () => {
  const [finding] = judge({ env: { ALLOWED_ORIGINS: "*" } });
  expect(finding?.fix).toBe(
    "pulumi config rm --path cutover:env.backend.ALLOWED_ORIGINS --stack prod && " +
      "pulumi config set --path cutover:env.backend.ALLOWED_ORIGINS.output origins --stack prod",
  );
});

describe("S1.5 a service that browsers call says whose pages may call it", () => {
  const missing = "twin-brains-api: ALLOWED_ORIGINS is not set; expected a list of origins";
  it.each([
    ["no env", {}],
    ["an env without it", { env: {} }],
    ["an empty value", { env: { ALLOWED_ORIGINS: "" } }],
    ["null", { env: { ALLOWED_ORIGINS: null } }],
  ])("%s is a violation", (_title, properties) => {
    expect(messages(judge(properties))).toEqual([missing]);
  });

  it("S0.1 needs none in a stack without a frontend and origins: no page calls it", () => {
    expect(judge({}, { origins: undefined, domains: [] })).toEqual([]);
    expect(judge({ env: { ALLOWED_ORIGINS: "*" } }, { origins: undefined, domains: [] })).toHaveLength(1);
  });

  it("declares an origin first where the stack has none", () => {
    expect(judge({}, { origins: undefined, stack: undefined })[0]?.fix).toMatch(
      /^pulumi config set --path 'cutover:origins\[0\]' https:\/\/app\.example\.com && /,
    );
  });

  it.each(["render:index:PrivateService", "render:index:BackgroundWorker", "render:index:CronJob"])(
    "%s needs none, but what it has is judged",
    (type) => {
      expect(judge({ env: {} }, {}, type)).toEqual([]);
      expect(judge({ env: { ALLOWED_ORIGINS: "null" } }, {}, type)).toHaveLength(1);
    },
  );

  it("judges nothing else", () => {
    expect(judge({ env: { ALLOWED_ORIGINS: "*" } }, {}, "render:index:KeyValue")).toEqual([]);
  });
});

describe("S1.5 localhost", () => {
  it("is allowed in staging", () => {
    expect(judgeList("http://localhost:3000", { production: false })).toEqual([]);
  });

  it("is refused in production", () => {
    expect(messages(judgeList("http://localhost:3000"))).toEqual([
      'twin-brains-api: ALLOWED_ORIGINS contains "http://localhost:3000": loopback: in production this is whatever runs on the visitor\'s machine',
    ]);
  });
});

describe("S1.5 what is not known yet is a violation", () => {
  const later = new Unknown("it is known once the frontend is created");
  it.each([
    ["the list", { env: { ALLOWED_ORIGINS: later } }, "env.ALLOWED_ORIGINS"],
    ["the whole env", { env: later }, "env"],
  ])("%s", (_title, properties, path) => {
    expect(judge(properties)).toEqual([
      expect.objectContaining({
        level: "violation",
        message: `twin-brains-api: cannot be judged yet: ${path} is not known yet`,
        fix: "it is known once the frontend is created",
      }),
    ]);
  });

  it("other unknown variables do not matter", () => {
    expect(judge({ env: { ALLOWED_ORIGINS: "https://a.example", REDIS_URL: later } })).toEqual([]);
  });
});

it("S1.5 an env of another shape is the rule's own finding, not a pass", () => {
  expect(messages(judge({ env: [] }))).toEqual([
    "api: the rule itself failed, so nothing is known about this resource: env is a list; expected a record of values by name",
  ]);
});

it("shows no password, and nothing of a very long entry's end", () => {
  const [withPassword, long] = messages(
    judgeList(`https://user:hidden-password@a.example,${"a".repeat(200)}hidden-tail`),
  );
  expect(withPassword).toContain('"https://…@a.example"');
  expect(withPassword + String(long)).not.toContain("hidden");
});
