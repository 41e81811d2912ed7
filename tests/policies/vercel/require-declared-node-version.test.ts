import { describe, expect, it } from "vitest";
import { type Plain, Unknown } from "../../../policies/unknown.ts";
import { requireDeclaredNodeVersion } from "../../../policies/vercel/require-declared-node-version.ts";
import { facts as production } from "../stack-facts.ts";

const facts = { ...production, engines: "20.x" };

function judge(nodeVersion: Plain | undefined, engines = facts.engines) {
  const properties = () => ({ name: "twin-brains", ...(nodeVersion === undefined ? {} : { nodeVersion }) });
  const resource = { type: "vercel:index/project:Project", name: "frontend", properties };
  return requireDeclaredNodeVersion.judgeResource(resource, () => ({ ...facts, engines }));
}

describe("S1.8 passes the Node version that the app declares", () => {
  it.each([
    "20.x",
    "20",
    "v20",
    "20.11.0",
    "^20.11.0",
    "~20.1",
    "20.*",
    " 20.x ",
    "=20.9.0",
    ">=20.9.0 <21",
    ">=20 <21.0.0-0",
    "20.x || ^20.1",
  ])("engines %j", (engines) => {
    expect(judge("20.x", engines)).toEqual([]);
  });
});

const set = "pulumi config set --path cutover:frontend";

describe("S1.8 reports every other", () => {
  it.each([
    [
      "another version",
      "22.x",
      "20.x",
      'nodeVersion is "22.x"; the app declares "20.x"',
      `${set}.nodeVersion 20.x --stack prod`,
    ],
    [
      "another spelling",
      "20",
      "20.x",
      'nodeVersion is "20"; the app declares "20.x"',
      `${set}.nodeVersion 20.x --stack prod`,
    ],
    [
      "no version",
      undefined,
      "20.x",
      'nodeVersion is not set, so Vercel chooses one; the app declares "20.x"',
      `${set}.nodeVersion 20.x --stack prod`,
    ],
    [
      "null",
      null,
      "22",
      'nodeVersion is not set, so Vercel chooses one; the app declares "22"',
      `${set}.nodeVersion 22.x --stack prod`,
    ],
    [
      "an open range",
      "20.x",
      ">=20",
      'the app\'s engine ">=20" is not one Node version; expected the form "20.x"',
      `${set}.engines 20.x --stack prod`,
    ],
    [
      "a range over two versions",
      "20.x",
      ">=20 <23",
      'the app\'s engine ">=20 <23" is not one Node version; expected the form "20.x"',
      `${set}.engines 20.x --stack prod`,
    ],
    [
      "a range that holds the project's version",
      "22.x",
      ">=20 <23",
      'the app\'s engine ">=20 <23" is not one Node version; expected the form "22.x"',
      `${set}.engines 22.x --stack prod`,
    ],
    [
      "a range that excludes it",
      "20.x",
      ">=22",
      'the app\'s engine ">=22" is not one Node version; expected the form "22.x"',
      `${set}.engines 22.x --stack prod && ${set}.nodeVersion 22.x --stack prod`,
    ],
    [
      "two versions",
      "20.x",
      "18 || 20",
      'the app\'s engine "18 || 20" is not one Node version; expected the form "20.x"',
      `${set}.engines 20.x --stack prod`,
    ],
  ])("%s", (_title, nodeVersion, engines, message, fix) => {
    expect(judge(nodeVersion, engines)).toEqual([
      {
        rule: "require-declared-node-version",
        severity: "high",
        level: "violation",
        message: `twin-brains: ${message}`,
        fix,
        at: expect.stringMatching(/^cutover:frontend\.(nodeVersion|engines)$/),
        subject: "twin-brains",
      },
    ]);
  });

  it.each([
    ["violation", {}],
    ["notice", undefined],
  ])("an engine that is not declared, as a %s where cutover:frontend is %j", (level, frontend) => {
    const resource = { type: "vercel:index/project:Project", name: "web", properties: () => ({ nodeVersion: "20.x" }) };
    const stack = { ...facts, engines: undefined, section: () => frontend };
    const found = requireDeclaredNodeVersion.judgeResource(resource, () => stack);
    expect(found).toEqual([
      expect.objectContaining({
        level,
        message: "web: the app's engine is not declared, so its Node version cannot be compared",
        fix: `${set}.engines 20.x --stack prod`,
      }),
    ]);
  });
});

it("S1.8 gives notice of a version that is not known yet", () => {
  expect(judge(new Unknown("it is known after the first update"))).toEqual([
    expect.objectContaining({
      level: "notice",
      message: "twin-brains: cannot be judged yet: nodeVersion is not known yet",
      fix: "it is known after the first update",
    }),
  ]);
});
