import { describe, expect, it } from "vitest";
import { requireEnvironmentReviewers } from "../../../policies/github/require-environment-reviewers.ts";
import { NOT_IN_PREVIEW, type Plain } from "../../../policies/unknown.ts";
import { resource, told } from "../stack-facts.ts";
import {
  BRANCH,
  changed,
  committedRepository,
  ENVIRONMENT,
  guarded,
  judge,
  repositoryFacts,
  VARIABLE,
} from "./guarded.ts";

type Change = Record<string, Plain>;

const findings = async (change: (given: Change) => Change) =>
  judge(requireEnvironmentReviewers, changed(await guarded(), ENVIRONMENT, change, /^production$/));
const askSomebody = "TEAM_ID --stack repo (gh api orgs/ORG/teams/SLUG --jq .id)";

describe("passes", () => {
  it.each<[string, Change]>([
    ["one person who is asked", { reviewers: [{ teams: [], users: [7] }] }],
    ["protected branches", { deploymentBranchPolicy: { protectedBranches: true, customBranchPolicies: false } }],
    ["reviewers that are still to be made", { reviewers: [{ teams: [NOT_IN_PREVIEW] }] }],
  ])("%s", async (_title, change) => {
    expect(await findings((given) => ({ ...given, ...change }))).toEqual([]);
  });

  it("staging without reviewers", async () => {
    const staging = (await guarded()).find(({ type, name }) => type === ENVIRONMENT && name === "staging");
    expect(staging?.properties()).not.toHaveProperty("reviewers");
    expect(judge(requireEnvironmentReviewers, await guarded())).toEqual([]);
  });

  it("production under another name, where its workflows are told the stack", async () => {
    const renamed = (given: Change) => ({ ...given, environment: "release" });
    const resources = [ENVIRONMENT, BRANCH, VARIABLE].reduce(
      (all, type) => changed(all, type, renamed, /^production/),
      await guarded(),
    );
    expect(judge(requireEnvironmentReviewers, resources)).toEqual([]);
  });
});

describe("refuses", () => {
  it.each<[string, Change, string, string, string]>([
    [
      "no reviewers",
      { reviewers: [] },
      "production: nobody has to approve a deployment; expected reviewers",
      `pulumi config set --path 'cutover:environments.production.reviewers.teams[0]' ${askSomebody}`,
      "cutover:environments.production.reviewers",
    ],
    [
      "an empty group of reviewers",
      { reviewers: [{ teams: [], users: [] }] },
      "production: nobody has to approve a deployment; expected reviewers",
      `pulumi config set --path 'cutover:environments.production.reviewers.teams[0]' ${askSomebody}`,
      "cutover:environments.production.reviewers",
    ],
    [
      "one's own approval",
      { preventSelfReview: false },
      "production: who starts a deployment may approve it; expected somebody else",
      "pulumi config set --path cutover:environments.production.selfReview false --stack repo",
      "cutover:environments.production.selfReview",
    ],
    [
      "an exception for administrators, GitHub's default",
      { canAdminsBypass: null },
      "production: administrators deploy without approval; expected canAdminsBypass: false",
      "set canAdminsBypass to false in production, then pulumi up --stack repo",
      "cutover:environments.production",
    ],
    [
      "any branch",
      { deploymentBranchPolicy: null },
      "production: any branch may deploy; expected named branches (deploymentBranchPolicy)",
      "pulumi config set --path 'cutover:environments.production.branches[0]' main --stack repo",
      "cutover:environments.production.branches",
    ],
  ])("%s", async (_title, change, message, fix, at) => {
    expect((await findings((given) => ({ ...given, ...change }))).map((one) => [one.message, one.fix, one.at])).toEqual(
      [[message, fix, at]],
    );
  });

  it.each(["*", "**", "*/*", "**/*"])("the pattern %s, which is any branch", async (branchPattern) => {
    const any = resource(BRANCH, { repository: "twin-brains", environment: "production", branchPattern }, "any");
    expect(told(judge(requireEnvironmentReviewers, [...(await guarded()), any]))).toEqual([
      [
        `production: the pattern "${branchPattern}" lets any branch deploy; expected the name of a branch`,
        "pulumi config set --path 'cutover:environments.production.branches[1]' main --stack repo",
      ],
    ]);
  });

  it("a repository without the environment: GitHub makes it at its first use, unprotected", async () => {
    const without = (await guarded()).filter(({ name }) => !name.startsWith("production"));
    const fix = `pulumi config set --path 'cutover:environments.production.branches[0]' main --stack repo && pulumi config set --path 'cutover:environments.production.reviewers.teams[0]' ${askSomebody}`;
    const message =
      "production: there is no such environment; expected one with reviewers, that only named branches deploy to";
    expect(told(judge(requireEnvironmentReviewers, without))).toEqual([[message, fix]]);
    const { staging } = committedRepository().environments;
    expect(configured(staging ? { staging, nonproduction: staging } : {})).toEqual([message]);
  });

  it("the configuration: no reviewers, one's own approval, any branch", () => {
    const { production } = committedRepository().environments;
    if (!production) throw new Error("The committed stack has production's environment");
    const { reviewers: _, ...nobody } = production;
    expect(configured({ production: nobody })).toEqual([expect.stringContaining("nobody has to approve")]);
    expect(configured({ production: { ...production, selfReview: true } })).toHaveLength(1);
    expect(configured({ production: { ...production, branches: ["*"] } })).toHaveLength(1);
    expect(configured({ "prod-eu": production })).toEqual([]);
  });

  function configured(environments: ReturnType<typeof committedRepository>["environments"]): string[] {
    const config = { ...committedRepository(), environments };
    return requireEnvironmentReviewers.judgeConfig(config, repositoryFacts()).map(({ message }) => message);
  }
});

it("notes what cannot be known yet", async () => {
  for (const key of ["reviewers", "preventSelfReview", "canAdminsBypass", "deploymentBranchPolicy"])
    expect(await findings((given) => ({ ...given, [key]: NOT_IN_PREVIEW }))).toMatchObject([
      { level: "notice", message: `production: cannot be judged yet: ${key} is not known yet` },
    ]);
});
