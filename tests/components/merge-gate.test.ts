import { describe, expect, it } from "vitest";
import { MergeGate } from "../../components/merge-gate.ts";
import { repositoryConfig } from "../../config/repository-schema.ts";
import { ofType, type Recorded, record } from "./recorder.ts";

const declare = (more: object = {}) =>
  record(
    () =>
      new MergeGate(
        "merge-gate",
        repositoryConfig.parse({
          repository: { address: "https://github.com/acme-brains/twin-brains", branch: "main" },
          mergeGate: { checks: [{ name: "preview" }], approvals: 2 },
          environments: {
            production: {
              reviewers: { teams: [4711] },
              waitMinutes: 10,
              branches: ["main"],
              variables: { STACK: "prod" },
            },
            staging: { branches: ["main", "staging"] },
          },
          variables: { OWN: "repo" },
          ...more,
        }),
      ),
  );

/** Siblings reach the engine in any order. */
const byName = (one: Recorded, other: Recorded) => (one.name < other.name ? -1 : 1);

describe("MergeGate", () => {
  it("requires the pinned check on an up-to-date branch and fresh approvals, and lets nobody pass by", async () => {
    const [ruleset] = ofType(await declare(), "github:index/repositoryRuleset:RepositoryRuleset");
    expect(ruleset?.inputs).toEqual({
      repository: "twin-brains",
      name: "merge gate",
      target: "branch",
      enforcement: "active",
      conditions: { refName: { includes: ["~DEFAULT_BRANCH"], excludes: [] } },
      rules: {
        deletion: true,
        nonFastForward: true,
        pullRequest: {
          requiredApprovingReviewCount: 2,
          requireCodeOwnerReview: true,
          dismissStaleReviewsOnPush: true,
          requireLastPushApproval: true,
          requiredReviewThreadResolution: true,
        },
        requiredStatusChecks: {
          strictRequiredStatusChecksPolicy: true,
          requiredChecks: [{ context: "preview", integrationId: 15368 }],
        },
      },
    });
  });

  it("makes environments that only named branches deploy to, without exception for administrators", async () => {
    const recorded = await declare();
    const environments = ofType(recorded, "github:index/repositoryEnvironment:RepositoryEnvironment");
    const policy = { protectedBranches: false, customBranchPolicies: true };
    expect(environments.toSorted(byName).map(({ inputs }) => inputs)).toEqual([
      {
        repository: "twin-brains",
        environment: "production",
        waitTimer: 10,
        preventSelfReview: true,
        canAdminsBypass: false,
        reviewers: [{ teams: [4711], users: [] }],
        deploymentBranchPolicy: policy,
      },
      {
        repository: "twin-brains",
        environment: "staging",
        waitTimer: 0,
        canAdminsBypass: false,
        deploymentBranchPolicy: policy,
      },
    ]);
    const type = "github:index/repositoryEnvironmentDeploymentPolicy:RepositoryEnvironmentDeploymentPolicy";
    expect(
      ofType(recorded, type)
        .toSorted(byName)
        .map(({ inputs }) => [inputs.environment, inputs.branchPattern]),
    ).toEqual([
      ["production", "main"],
      ["staging", "main"],
      ["staging", "staging"],
    ]);
  });

  it("sets the variables of the repository and of each environment", async () => {
    const recorded = await declare();
    expect(ofType(recorded, "github:index/actionsVariable:ActionsVariable").map(({ inputs }) => inputs)).toEqual([
      { repository: "twin-brains", variableName: "OWN", value: "repo" },
    ]);
    const type = "github:index/actionsEnvironmentVariable:ActionsEnvironmentVariable";
    expect(ofType(recorded, type).map(({ inputs }) => inputs)).toEqual([
      { repository: "twin-brains", environment: "production", variableName: "STACK", value: "prod" },
    ]);
  });

  it("takes over what exists already, by number and by name, and nothing else", async () => {
    const recorded = await declare({
      adopt: {
        ruleset: 42,
        environments: ["production"],
        branches: { "production:main": 7 },
        variables: ["OWN", "production:STACK"],
      },
    });
    const imported = recorded.filter(({ importedFrom }) => importedFrom !== undefined).toSorted(byName);
    expect(imported.map(({ name, importedFrom }) => [name, importedFrom])).toEqual([
      ["OWN", "twin-brains:OWN"],
      ["merge-gate", "twin-brains:42"],
      ["production", "twin-brains:production"],
      ["production-STACK", "twin-brains:production:STACK"],
      ["production-main", "twin-brains:production:7"],
    ]);
  });
});
