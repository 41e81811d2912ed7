import { ActionsEnvironmentVariable } from "@pulumi/github/actionsEnvironmentVariable.js";
import { ActionsVariable } from "@pulumi/github/actionsVariable.js";
import { RepositoryEnvironment } from "@pulumi/github/repositoryEnvironment.js";
import { RepositoryEnvironmentDeploymentPolicy } from "@pulumi/github/repositoryEnvironmentDeploymentPolicy.js";
import { RepositoryRuleset } from "@pulumi/github/repositoryRuleset.js";
import * as pulumi from "@pulumi/pulumi";
import type { EnvironmentConfig, MergeGateConfig, RepositoryConfig } from "../config/repository-schema.ts";

/** The rules of one repository; `address` tells which. */
export type MergeGateArgs = RepositoryConfig;

/**
 * What stands between a pull request and production: a ruleset of the default branch that nobody passes by, the
 * deployment environments with who approves them, and the variables that workflows read. Belongs into a stack of its
 * own (D14): whoever can change it can open the gate.
 *
 * @example
 * const gate = new MergeGate("merge-gate", loadRepositoryConfig());
 * export const rulesetId = gate.rulesetId;
 */
export class MergeGate extends pulumi.ComponentResource {
  declare readonly rulesetId: pulumi.Output<number>;

  constructor(name: string, args: MergeGateArgs, opts?: pulumi.ComponentResourceOptions) {
    super("cutover:index:MergeGate", name, {}, opts);
    const repository = nameOf(args.repository.address);
    const { adopt } = args;
    /** The import id of what exists already. */
    const existing = (exists: boolean, ...id: (string | number | undefined)[]) =>
      exists ? { import: [repository, ...id].join(":") } : {};

    const ruleset = new RepositoryRuleset(
      "merge-gate",
      { repository, ...rulesetOf(args.mergeGate) },
      { parent: this, ...existing(adopt.ruleset !== undefined, adopt.ruleset) },
    );
    for (const [environment, settings] of Object.entries(args.environments)) {
      const made = new RepositoryEnvironment(
        environment,
        { repository, environment, ...protectionOf(settings) },
        { parent: this, ...existing(adopt.environments.includes(environment), environment) },
      );
      const inside = { parent: made, deletedWith: made };
      for (const branchPattern of settings.branches) {
        const policy = adopt.branches[`${environment}:${branchPattern}`];
        new RepositoryEnvironmentDeploymentPolicy(
          `${environment}-${branchPattern}`,
          { repository, environment: made.environment, branchPattern },
          { ...inside, ...existing(policy !== undefined, environment, policy) },
        );
      }
      for (const [variableName, value] of Object.entries(settings.variables)) {
        const exists = adopt.variables.includes(`${environment}:${variableName}`);
        new ActionsEnvironmentVariable(
          `${environment}-${variableName}`,
          { repository, environment: made.environment, variableName, value },
          { ...inside, ...existing(exists, environment, variableName) },
        );
      }
    }
    for (const [variableName, value] of Object.entries(args.variables))
      new ActionsVariable(
        variableName,
        { repository, variableName, value },
        { parent: this, ...existing(adopt.variables.includes(variableName), variableName) },
      );

    this.rulesetId = ruleset.rulesetId;
    this.registerOutputs({ rulesetId: this.rulesetId });
  }
}

/** `https://github.com/acme/app` → `app`; the owner is the provider's. */
const nameOf = (address: string) => address.split("/").at(-1) ?? "";

/**
 * Both halves of the gate: a pull request that others approved as it stands, and checks that ran on what the merge will
 * amount to. No bypass actors: an empty list means administrators, too.
 */
function rulesetOf({ name, checks, approvals, codeOwners }: MergeGateConfig) {
  return {
    name,
    target: "branch",
    enforcement: "active",
    conditions: { refName: { includes: ["~DEFAULT_BRANCH"], excludes: [] } },
    rules: {
      deletion: true,
      nonFastForward: true,
      pullRequest: {
        requiredApprovingReviewCount: approvals,
        requireCodeOwnerReview: codeOwners,
        dismissStaleReviewsOnPush: true,
        requireLastPushApproval: true,
        requiredReviewThreadResolution: true,
      },
      requiredStatusChecks: {
        strictRequiredStatusChecksPolicy: true,
        requiredChecks: checks.map(({ name: context, app }) => ({ context, integrationId: app })),
      },
    },
  };
}

/** Only named branches deploy, and no administrator skips the rules. */
function protectionOf({ reviewers, waitMinutes, selfReview }: EnvironmentConfig) {
  return {
    waitTimer: waitMinutes,
    canAdminsBypass: false,
    ...(reviewers ? { reviewers: [reviewers], preventSelfReview: !selfReview } : {}),
    deploymentBranchPolicy: { protectedBranches: false, customBranchPolicies: true },
  };
}
