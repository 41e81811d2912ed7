import { describe, expect, it } from "vitest";
import { requirePreviewCheck } from "../../../policies/github/require-preview-check.ts";
import { recordOf } from "../../../policies/subjects/rollouts.ts";
import { type Plain, Unknown } from "../../../policies/unknown.ts";
import { told } from "../stack-facts.ts";
import { changed, committedRepository, guarded, judge, RULESET, repositoryFacts } from "./guarded.ts";

const ACTIONS = 15368;

/** Of the other stack that a merge deploys, by the environments of the committed file. */
const staging = { context: "preview-staging", integrationId: ACTIONS };

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
    ["the previews", [{ context: "preview", integrationId: ACTIONS }, staging]],
    [
      "previews by other names",
      ["Preview (prod)", "Preview (staging)"].map((context) => ({ context, integrationId: ACTIONS })),
    ],
    ["a number that came as text", [{ context: "preview", integrationId: `${ACTIONS}` }, staging]],
    ["other checks of other apps", [{ context: "lint" }, { context: "preview", integrationId: ACTIONS }, staging]],
  ])("%s", async (_title, checks) => {
    expect(await findings(checks)).toEqual([]);
  });

  it("the one preview of a repository whose workflows deploy production alone", async () => {
    const { staging: _, ...environments } = committedRepository().environments;
    const [preview] = committedRepository().mergeGate.checks;
    const config = { ...committedRepository(), environments };
    const mergeGate = { ...config.mergeGate, checks: preview ? [preview] : [] };
    expect(judge(requirePreviewCheck, await guarded({ ...config, mergeGate }))).toEqual([]);
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
    expect(await findings([{ context: "lint" }, { context: "preview", integrationId }, staging])).toMatchObject([
      {
        message: `twin-brains: the check "preview" may be reported by ${who}; expected only GitHub Actions (15368)`,
        fix: "pulumi config set --path 'cutover:mergeGate.checks[1].app' 15368 --stack repo",
        at: "cutover:mergeGate.checks[1].app",
      },
    ]);
  });

  it.each([false, null])("a branch that is behind its target (strict: %s)", async (strict) => {
    expect(told(await findings([{ context: "preview", integrationId: ACTIONS }, staging], strict))).toEqual([
      [
        "twin-brains: a branch that is behind its target may be merged; expected strictRequiredStatusChecksPolicy: true",
        "set rules.requiredStatusChecks.strictRequiredStatusChecksPolicy to true, then pulumi up --stack repo",
      ],
    ]);
  });

  it.each<[string, Plain, string, string]>([
    ["staging", [{ context: "lint" }, { context: "preview", integrationId: ACTIONS }], "staging", "preview-staging"],
    ["production", [{ context: "lint" }, staging], "production", "preview"],
  ])("a merge without the preview of %s, which it deploys", async (_title, checks, stack, expected) => {
    expect(told(await findings(checks))).toEqual([
      [
        `twin-brains: a merge deploys ${stack}, and no check of its preview has to pass before; expected one such as "${expected}"`,
        `pulumi config set --path 'cutover:mergeGate.checks[2].name' ${expected} --stack repo`,
      ],
    ]);
  });

  it("staging's preview where anybody may report it", async () => {
    const checks = [{ context: "preview", integrationId: ACTIONS }, { context: "preview-staging" }];
    expect(await findings(checks)).toMatchObject([{ at: "cutover:mergeGate.checks[1].app" }]);
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
    const other = { name: "preview-staging", app: ACTIONS };
    expect(with_([{ name: "preview", app: ACTIONS }, other])).toEqual([]);
    expect(with_([{ name: "preview", app: 1 }, other])).toEqual(["cutover:mergeGate.checks[0].app"]);
    expect(with_([{ name: "preview", app: ACTIONS }])).toEqual(["cutover:mergeGate.checks"]);
    expect(with_([{ name: "lint", app: ACTIONS }])).toEqual(["cutover:mergeGate.checks"]);
  });
});
