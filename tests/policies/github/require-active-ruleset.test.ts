import { describe, expect, it } from "vitest";
import { requireActiveRuleset } from "../../../policies/github/require-active-ruleset.ts";
import type { JudgedResource } from "../../../policies/rule.ts";
import { recordOf } from "../../../policies/subjects/rollouts.ts";
import { type Plain, Unknown } from "../../../policies/unknown.ts";
import { resource, told } from "../stack-facts.ts";
import { changed, committedRepository, guarded, judge, RULESET, repositoryFacts } from "./guarded.ts";

type Change = Record<string, Plain>;

const findings = async (change: (given: Change) => Change, more: JudgedResource[] = []) =>
  judge(requireActiveRuleset, [...changed(await guarded(), RULESET, change), ...more]);
const withRules = (change: Change) => (given: Change) => ({
  ...given,
  rules: { ...recordOf(given.rules ?? null), ...change },
});
const forRefs = (includes: Plain, excludes: Plain = []) => ({ conditions: { refName: { includes, excludes } } });
const review = (change: Change) =>
  withRules({
    pullRequest: {
      ...{ requiredApprovingReviewCount: 1, dismissStaleReviewsOnPush: true, requireLastPushApproval: true },
      ...change,
    },
  });

describe("passes", () => {
  it.each<[string, (given: Change) => Change]>([
    ["the merge gate as the component makes it", (given) => given],
    ["the branch by its own name", (given) => ({ ...given, ...forRefs(["refs/heads/main"]) })],
    ["every branch", (given) => ({ ...given, ...forRefs(["~ALL"]) })],
    ["every branch by a pattern", (given) => ({ ...given, ...forRefs(["refs/heads/**/*"]) })],
    ["another branch left out", (given) => ({ ...given, ...forRefs(["~ALL"], ["refs/heads/gh-pages"]) })],
    ["more approvals", review({ requiredApprovingReviewCount: 3 })],
    ["stale approvals that the last push asks for again", review({ dismissStaleReviewsOnPush: false })],
  ])("%s", async (_title, change) => {
    expect(await findings(change)).toEqual([]);
  });

  it("what two rulesets ask for together", async () => {
    const other = resource(
      RULESET,
      {
        ...{ repository: "twin-brains", name: "history", target: "branch", enforcement: "active" },
        ...{ ...forRefs(["~DEFAULT_BRANCH"]), rules: { deletion: true, nonFastForward: true } },
      },
      "history",
    );
    expect(await findings(withRules({ deletion: false, nonFastForward: false }), [other])).toEqual([]);
  });

  it("a second ruleset that is only tried out", async () => {
    const trial = resource(RULESET, { ...forRefs(["~ALL"]), enforcement: "evaluate", target: "branch", rules: {} });
    const properties = { repository: "twin-brains", ...trial.properties() };
    expect(await findings((given) => given, [{ ...trial, properties: () => properties }])).toEqual([]);
  });
});

describe("refuses", () => {
  it.each<[string, (given: Change) => Change, string, string]>([
    [
      "a ruleset that only evaluates",
      (given) => ({ ...given, enforcement: "evaluate" }),
      'twin-brains: the ruleset "merge gate" is "evaluate"; expected active',
      "set enforcement to active in merge gate, then pulumi up --stack repo",
    ],
    [
      "one that is switched off",
      (given) => ({ ...given, enforcement: "disabled" }),
      'twin-brains: the ruleset "merge gate" is "disabled"; expected active',
      "set enforcement to active in merge gate, then pulumi up --stack repo",
    ],
    [
      "one for another branch",
      (given) => ({ ...given, ...forRefs(["refs/heads/release/*"]) }),
      'twin-brains: no ruleset guards main ("merge gate" is for something else); expected one for branches that includes ~DEFAULT_BRANCH',
      "declare cutover:mergeGate, whose ruleset is for the default branch, then pulumi up --stack repo",
    ],
    [
      "one that leaves the branch out",
      (given) => ({ ...given, ...forRefs(["~ALL"], ["refs/heads/main"]) }),
      'twin-brains: no ruleset guards main ("merge gate" is for something else); expected one for branches that includes ~DEFAULT_BRANCH',
      "declare cutover:mergeGate, whose ruleset is for the default branch, then pulumi up --stack repo",
    ],
    [
      "one for tags",
      (given) => ({ ...given, target: "tag" }),
      'twin-brains: no ruleset guards main ("merge gate" is for something else); expected one for branches that includes ~DEFAULT_BRANCH',
      "declare cutover:mergeGate, whose ruleset is for the default branch, then pulumi up --stack repo",
    ],
    [
      "a branch that may be deleted",
      withRules({ deletion: false }),
      'twin-brains: the ruleset "merge gate" lets the branch be deleted; expected deletion: true',
      "set rules.deletion in merge gate, then pulumi up --stack repo",
    ],
    [
      "forced pushes",
      withRules({ nonFastForward: null }),
      'twin-brains: the ruleset "merge gate" allows forced pushes; expected nonFastForward: true',
      "set rules.nonFastForward in merge gate, then pulumi up --stack repo",
    ],
    [
      "merges without a pull request",
      withRules({ pullRequest: null }),
      'twin-brains: the ruleset "merge gate" merges without anybody\'s approval; expected pullRequest with at least 1 requiredApprovingReviewCount',
      "set rules.pullRequest.requiredApprovingReviewCount in merge gate, then pulumi up --stack repo",
    ],
    [
      "pull requests without an approval",
      review({ requiredApprovingReviewCount: 0 }),
      'twin-brains: the ruleset "merge gate" merges without anybody\'s approval; expected pullRequest with at least 1 requiredApprovingReviewCount',
      "set rules.pullRequest.requiredApprovingReviewCount in merge gate, then pulumi up --stack repo",
    ],
    [
      "an approval of what was pushed later",
      review({ dismissStaleReviewsOnPush: false, requireLastPushApproval: false }),
      'twin-brains: the ruleset "merge gate" keeps an approval when more is pushed; expected pullRequest.dismissStaleReviewsOnPush: true',
      "set rules.pullRequest.dismissStaleReviewsOnPush in merge gate, then pulumi up --stack repo",
    ],
  ])("%s", async (_title, change, message, fix) => {
    expect(told(await findings(change))).toEqual([[message, fix]]);
  });

  it("a repository without any", async () => {
    const resources = (await guarded()).filter(({ type }) => type !== RULESET);
    expect(judge(requireActiveRuleset, resources).map(({ message, at }) => [message, at])).toEqual([
      [
        "twin-brains: no ruleset guards main; expected one for branches that includes ~DEFAULT_BRANCH",
        "cutover:mergeGate",
      ],
    ]);
  });

  it.each<[string, Change]>([
    ["enforcement", { enforcement: new Unknown("create it first") }],
    ["target", { target: new Unknown("create it first") }],
    ["rules", { rules: new Unknown("create it first") }],
  ])("what cannot be known yet: %s", async (path, change) => {
    expect(
      (await findings((given) => ({ ...given, ...change }))).map(({ level, message, fix }) => [level, message, fix]),
    ).toEqual([
      ["violation", expect.stringContaining(`cannot be judged yet: ${path} is not known yet`), "create it first"],
    ]);
  });
});

it("knows the default branch from the configuration", async () => {
  const config = committedRepository();
  const stack = repositoryFacts({ ...config, repository: { ...config.repository, branch: "trunk" } });
  const on = (branch: string) =>
    changed(resources, RULESET, (given) => ({ ...given, ...forRefs([`refs/heads/${branch}`]) }));
  const resources = await guarded();
  expect(judge(requireActiveRuleset, on("trunk"), stack)).toEqual([]);
  expect(judge(requireActiveRuleset, on("main"), stack)).toHaveLength(1);
});
