import { z } from "zod";

const actors = z.object({
  users: z.array(z.string()).default([]),
  teams: z.array(z.string()).default([]),
  apps: z.array(z.string()).default([]),
});

/** Classic branch protection, as PUT takes it. */
export const ProtectionRequest = z.object({
  required_status_checks: z
    .object({
      strict: z.boolean().default(false),
      contexts: z.array(z.string()).optional(),
      checks: z.array(z.object({ context: z.string(), app_id: z.int().nullish() })).optional(),
    })
    .nullable(),
  enforce_admins: z.boolean().nullable(),
  required_pull_request_reviews: z
    .object({
      dismiss_stale_reviews: z.boolean().default(false),
      require_code_owner_reviews: z.boolean().default(false),
      required_approving_review_count: z.int().min(0).max(6).default(1),
      require_last_push_approval: z.boolean().default(false),
      dismissal_restrictions: actors.partial().optional(),
      bypass_pull_request_allowances: actors.partial().optional(),
    })
    .nullable(),
  restrictions: actors.nullable(),
  required_linear_history: z.boolean().nullish(),
  allow_force_pushes: z.boolean().nullish(),
  allow_deletions: z.boolean().nullish(),
  block_creations: z.boolean().nullish(),
  required_conversation_resolution: z.boolean().nullish(),
  lock_branch: z.boolean().nullish(),
  allow_fork_syncing: z.boolean().nullish(),
});

export interface Protection {
  settings: z.output<typeof ProtectionRequest>;
  requiredSignatures: boolean;
}
