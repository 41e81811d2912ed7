import { z } from "zod";

const statusChecks = z.object({
  do_not_enforce_on_create: z.boolean().default(false),
  required_status_checks: z.array(z.object({ context: z.string().min(1), integration_id: z.int().optional() })),
  strict_required_status_checks_policy: z.boolean(),
});

const pullRequest = z.object({
  allowed_merge_methods: z.array(z.enum(["merge", "squash", "rebase"])).default(["merge", "squash", "rebase"]),
  dismiss_stale_reviews_on_push: z.boolean(),
  require_code_owner_review: z.boolean(),
  require_last_push_approval: z.boolean(),
  required_approving_review_count: z.int().min(0).max(10),
  required_review_thread_resolution: z.boolean(),
  required_reviewers: z.array(z.looseObject({})).default([]),
});

/** Rules whose parameters are kept as they are sent. */
const OTHERS = [
  "creation",
  "update",
  "deletion",
  "required_linear_history",
  "required_signatures",
  "non_fast_forward",
  "required_deployments",
  "merge_queue",
  "commit_message_pattern",
  "commit_author_email_pattern",
  "committer_email_pattern",
  "branch_name_pattern",
  "tag_name_pattern",
  "file_path_restriction",
  "max_file_path_length",
  "file_extension_restriction",
  "max_file_size",
  "workflows",
  "code_scanning",
  "copilot_code_review",
] as const;

const rule = z.discriminatedUnion("type", [
  z.object({ type: z.literal("required_status_checks"), parameters: statusChecks }),
  z.object({ type: z.literal("pull_request"), parameters: pullRequest }),
  z.object({ type: z.enum(OTHERS), parameters: z.looseObject({}).optional() }),
]);

const actor = z.object({
  actor_id: z.int().nullable().default(null),
  actor_type: z.enum([
    "Integration",
    "OrganizationAdmin",
    "RepositoryRole",
    "Team",
    "DeployKey",
    "EnterpriseOwner",
    "User",
  ]),
  bypass_mode: z.enum(["always", "pull_request", "exempt"]).default("always"),
});

/** What POST takes, and PUT in parts. */
export const RulesetRequest = z.object({
  name: z.string().min(1),
  target: z.enum(["branch", "tag", "push"]).default("branch"),
  enforcement: z.enum(["active", "disabled", "evaluate"]),
  bypass_actors: z
    .array(actor)
    .nullish()
    .transform((given) => given ?? []),
  conditions: z
    .looseObject({
      ref_name: z
        .object({ include: z.array(z.string()).default([]), exclude: z.array(z.string()).default([]) })
        .optional(),
    })
    .nullish()
    .transform((given) => given ?? {}),
  rules: z
    .array(rule)
    .nullish()
    .transform((given) => given ?? []),
});

export type RulesetSettings = z.output<typeof RulesetRequest>;
export type Rule = z.output<typeof rule>;
export type StatusChecks = z.output<typeof statusChecks>;

export interface Ruleset {
  readonly id: number;
  settings: RulesetSettings;
  readonly createdAt: string;
  updatedAt: string;
}
