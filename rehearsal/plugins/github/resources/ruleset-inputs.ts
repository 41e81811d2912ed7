import { z } from "zod";
import { unsupported } from "../unsupported.ts";

const pullRequest = z.strictObject({
  allowedMergeMethods: z.array(z.enum(["merge", "squash", "rebase"])).optional(),
  dismissStaleReviewsOnPush: z.boolean().optional(),
  requireCodeOwnerReview: z.boolean().optional(),
  requireLastPushApproval: z.boolean().optional(),
  requiredApprovingReviewCount: z.int().min(0).max(10).optional(),
  requiredReviewThreadResolution: z.boolean().optional(),
  requiredReviewers: unsupported,
});
const statusChecks = z.strictObject({
  doNotEnforceOnCreate: z.boolean().optional(),
  requiredChecks: z.array(z.strictObject({ context: z.string().min(1), integrationId: z.int().optional() })).min(1),
  strictRequiredStatusChecksPolicy: z.boolean().optional(),
});

/** Rules that are on or off, by GitHub's name. */
export const switches = {
  creation: "creation",
  update: "update",
  deletion: "deletion",
  nonFastForward: "non_fast_forward",
  requiredLinearHistory: "required_linear_history",
  requiredSignatures: "required_signatures",
} as const;
const onOrOff = z.boolean().optional();

const rules = z.strictObject({
  creation: onOrOff,
  update: onOrOff,
  deletion: onOrOff,
  nonFastForward: onOrOff,
  requiredLinearHistory: onOrOff,
  requiredSignatures: onOrOff,
  pullRequest: pullRequest.optional(),
  requiredStatusChecks: statusChecks.optional(),
  branchNamePattern: unsupported,
  commitAuthorEmailPattern: unsupported,
  commitMessagePattern: unsupported,
  committerEmailPattern: unsupported,
  copilotCodeReview: unsupported,
  fileExtensionRestriction: unsupported,
  filePathRestriction: unsupported,
  maxFilePathLength: unsupported,
  maxFileSize: unsupported,
  mergeQueue: unsupported,
  requiredCodeScanning: unsupported,
  requiredDeployments: unsupported,
  tagNamePattern: unsupported,
  updateAllowsFetchAndMerge: unsupported,
});

export const RulesetInputs = z.strictObject({
  name: z.string().min(1).max(100),
  repository: z.string().min(1),
  target: z.enum(["branch", "tag"]),
  enforcement: z.enum(["active", "disabled", "evaluate"]),
  conditions: z
    .strictObject({ refName: z.strictObject({ includes: z.array(z.string()), excludes: z.array(z.string()) }) })
    .optional(),
  bypassActors: z
    .array(
      z.strictObject({
        actorId: z.int().optional(),
        actorType: z.enum(["RepositoryRole", "Team", "Integration", "OrganizationAdmin", "DeployKey"]),
        bypassMode: z.enum(["always", "pull_request", "exempt"]),
      }),
    )
    .optional(),
  rules,
});
export type RulesetInputs = z.output<typeof RulesetInputs>;
