import { describe, expect, it } from "vitest";
import { requirePreviewCheck } from "../../../policies/github/require-preview-check.ts";
import { recordOf } from "../../../policies/subjects/rollouts.ts";
import { type Plain, Unknown } from "../../../policies/unknown.ts";
import { told } from "../stack-facts.ts";
import { changed, committedRepository, guarded, judge, RULESET, repositoryFacts } from "./guarded.ts";

const ACTIONS = 15368;

const findings = async (checks: Plain, strict: Plain = true) =>
  judge(
    requirePreviewCheck,
    changed(await guarded(), RULESET, (given) => ({
      ...given,
      rules: {
        ...recordOf(given.rules ?? null),
        requiredStatusChecks: { strictRequiredStatusChecksPolicy: strict, requiredChecks: checks },
      },
    })),
  );

describe("passes", () => {
  it.each<[string, Plain]>([
    ["the preview", [{ context: "preview", integrationId: ACTIONS }]],
    ["a preview of each stack", [{ context: "Preview (prod)", integrationId: ACTIONS }]],
    ["a number that came as text", [{ context: "preview", integrationId: `${ACTIONS}` }]],
    ["other checks of other apps beside it", [{ context: "lint" }, { context: "preview", integrationId: ACTIONS }]],
  ])("%s", async (_title, checks) => {
    expect(await findings(checks)).toEqual([]);
  });

  it("a repository without a ruleset, which another rule is about", async () => {
    expect(
      judge(
        requirePreviewCheck,
        (await guarded()).filter(({ type }) => type !== RULESET),
      ),
    ).toEqual([]);
  });
});

describe("refuses", () => {
  const none: [string, string] = [
    'twin-brains: no check of a preview has to pass before a merge; expected one such as "preview"',
    "pulumi config set --path 'cutover:mergeGate.checks[0].name' preview --stack repo",
  ];

  it.each<[string, Plain]>([
    ["no check", []],
    ["no list of checks", null],
    ["other checks only", [{ context: "lint", integrationId: ACTIONS }]],
  ])("%s", async (_title, checks) => {
    expect(told(await findings(checks))).toEqual([none]);
  });

  it.each<[string, Plain, string]>([
    ["no app", null, "whoever may write a status"],
    ["the app 0, which is none", 0, "whoever may write a status"],
    ["another app", 4242, "the app 4242"],
  ])("the word of %s", async (_title, integrationId, who) => {
    expect(await findings([{ context: "lint" }, { context: "preview", integrationId }])).toMatchObject([
      {
        message: `twin-brains: the check "preview" may be reported by ${who}; expected only GitHub Actions (15368)`,
        fix: "pulumi config set --path 'cutover:mergeGate.checks[1].app' 15368 --stack repo",
        at: "cutover:mergeGate.checks[1].app",
      },
    ]);
  });

  it.each([false, null])("a branch that is behind its target (strict: %s)", async (strict) => {
    expect(told(await findings([{ context: "preview", integrationId: ACTIONS }], strict))).toEqual([
      [
        "twin-brains: a branch that is behind its target may be merged; expected strictRequiredStatusChecksPolicy: true",
        "set rules.requiredStatusChecks.strictRequiredStatusChecksPolicy to true, then pulumi up --stack repo",
      ],
    ]);
  });

  it("what cannot be known yet", async () => {
    expect(await findings(new Unknown("create it first"))).toMatchObject([
      {
        level: "violation",
        message: expect.stringContaining("rules.requiredStatusChecks.requiredChecks is not known yet"),
      },
    ]);
  });

  it("the configuration: another app, and no preview at all", () => {
    const config = committedRepository();
    const with_ = (checks: { name: string; app: number }[]) =>
      requirePreviewCheck
        .judgeConfig({ ...config, mergeGate: { ...config.mergeGate, checks } }, repositoryFacts())
        .map(({ at }) => at);
    expect(with_([{ name: "preview", app: 1 }])).toEqual(["cutover:mergeGate.checks[0].app"]);
    expect(with_([{ name: "lint", app: ACTIONS }])).toEqual(["cutover:mergeGate.checks"]);
  });
});
