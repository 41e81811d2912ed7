import { disallowContinuousTwin } from "./cron/disallow-continuous-twin.ts";
import { limitSchedule } from "./cron/limit-schedule.ts";
import { requireEndingCommand } from "./cron/require-ending-command.ts";
import { requireSuspendedScheduler } from "./cron/require-suspended-scheduler.ts";
import { requireValidSchedule } from "./cron/require-valid-schedule.ts";
import { disallowDevMode } from "./env/disallow-dev-mode.ts";
import { disallowSharedDatabase } from "./env/disallow-shared-database.ts";
import { limitEmergencySwitches } from "./env/limit-emergency-switches.ts";
import { requireAgreeingServices } from "./env/require-agreeing-services.ts";
import { requireCompleteBaseline } from "./env/require-complete-baseline.ts";
import { requireExplicitOrigins } from "./env/require-explicit-origins.ts";
import { requireGatedPublishing } from "./env/require-gated-publishing.ts";
import { requireOwnOrigins } from "./env/require-own-origins.ts";
import { requireSameVariables } from "./env/require-same-variables.ts";
import { requireSharedQueue } from "./env/require-shared-queue.ts";
import { requireValidExemptions } from "./exemptions/require-valid-exemptions.ts";
import { disallowOpenBypass } from "./github/disallow-open-bypass.ts";
import { disallowSecretsForForks } from "./github/disallow-secrets-for-forks.ts";
import { requireActiveRuleset } from "./github/require-active-ruleset.ts";
import { requireEnvironmentReviewers } from "./github/require-environment-reviewers.ts";
import { requirePreviewCheck } from "./github/require-preview-check.ts";
import { limitToDeployWindows } from "./release/limit-to-deploy-windows.ts";
import { limitToSingleChange } from "./release/limit-to-single-change.ts";
import { requireBackupBeforeMigration } from "./release/require-backup-before-migration.ts";
import { requireSmokeCheck } from "./release/require-smoke-check.ts";
import { requireStagingBeforeMigration } from "./release/require-staging-before-migration.ts";
import { disallowFreePlan } from "./render/disallow-free-plan.ts";
import { disallowOpenStores } from "./render/disallow-open-stores.ts";
import { requireBuildFilter } from "./render/require-build-filter.ts";
import { requireCheckedDeploys } from "./render/require-checked-deploys.ts";
import { requireFailureNotification } from "./render/require-failure-notification.ts";
import { requireGracefulShutdown } from "./render/require-graceful-shutdown.ts";
import { requireHealthCheck } from "./render/require-health-check.ts";
import { requireImageDigest } from "./render/require-image-digest.ts";
import { requireOneRegion } from "./render/require-one-region.ts";
import { requirePersistentStores } from "./render/require-persistent-stores.ts";
import { requirePreDeployMigrations } from "./render/require-pre-deploy-migrations.ts";
import { requireProtectedStores } from "./render/require-protected-stores.ts";
import { requireQueueWithoutEviction } from "./render/require-queue-without-eviction.ts";
import { disallowHeldCommit } from "./rollout/disallow-held-commit.ts";
import { disallowLoosenedLadder } from "./rollout/disallow-loosened-ladder.ts";
import { disallowMigrationWithPromotion } from "./rollout/disallow-migration-with-promotion.ts";
import { requireDeploymentAfterRollout } from "./rollout/require-deployment-after-rollout.ts";
import { requireEarnedPromotion } from "./rollout/require-earned-promotion.ts";
import { requireOneFlagValue } from "./rollout/require-one-flag-value.ts";
import { requirePercentOnLadder } from "./rollout/require-percent-on-ladder.ts";
import { requireRollbackReason } from "./rollout/require-rollback-reason.ts";
import type { Rule } from "./rule.ts";
import { disallowClearTextSecrets } from "./secrets/disallow-clear-text-secrets.ts";
import { disallowPublicSecrets } from "./secrets/disallow-public-secrets.ts";
import { disallowSecretsInCommands } from "./secrets/disallow-secrets-in-commands.ts";
import { limitSecretTargets } from "./secrets/limit-secret-targets.ts";
import { requireSensitiveVariables } from "./secrets/require-sensitive-variables.ts";
import type { ConfigOfServices } from "./subjects/backend-services.ts";
import type { ConfigOfRollout } from "./subjects/flag-carriers.ts";
import type { ConfigOfPolicy } from "./subjects/policy-entries.ts";
import type { ConfigOfEnvironments } from "./subjects/production-environments.ts";
import type { ConfigOfScheduler } from "./subjects/scheduled-commands.ts";
import type { ConfigOfFrontend } from "./subjects/vercel-projects.ts";
import type { ConfigOfApi } from "./subjects/web-services.ts";
import { disallowEndedNodeVersion } from "./vercel/disallow-ended-node-version.ts";
import { requireDeclaredNodeVersion } from "./vercel/require-declared-node-version.ts";
import { requireIgnoredBuildStep } from "./vercel/require-ignored-build-step.ts";
import { requireNoE2eBypass } from "./vercel/require-no-e2e-bypass.ts";
import { requirePreviewProtection } from "./vercel/require-preview-protection.ts";
import { requireProductionDomain } from "./vercel/require-production-domain.ts";
import { requireSkewProtection } from "./vercel/require-skew-protection.ts";

/** What rules read of a stack's configuration; the program's parsed configuration has it. */
export type JudgedConfig = ConfigOfServices &
  ConfigOfFrontend &
  ConfigOfScheduler &
  ConfigOfApi &
  ConfigOfRollout &
  ConfigOfEnvironments &
  ConfigOfPolicy;

/** Rules about one thing; `folder` is where they stand. */
export interface RuleGroup {
  readonly folder: string;
  readonly title: string;
  readonly rules: readonly Rule<JudgedConfig>[];
}

/** The pack's rules in the order in which docs/policies.md has them. */
export const groups: readonly RuleGroup[] = [
  {
    folder: "env",
    title: "Origins and environment",
    rules: [
      requireExplicitOrigins,
      requireOwnOrigins,
      disallowDevMode,
      requireCompleteBaseline,
      requireSharedQueue,
      requireAgreeingServices,
      requireSameVariables,
      requireGatedPublishing,
      limitEmergencySwitches,
      disallowSharedDatabase,
    ],
  },
  {
    folder: "secrets",
    title: "Secrets",
    rules: [
      disallowClearTextSecrets,
      disallowSecretsInCommands,
      disallowPublicSecrets,
      requireSensitiveVariables,
      limitSecretTargets,
    ],
  },
  {
    folder: "render",
    title: "Render",
    rules: [
      requireHealthCheck,
      disallowFreePlan,
      requireOneRegion,
      requireGracefulShutdown,
      requireCheckedDeploys,
      requireBuildFilter,
      requirePreDeployMigrations,
      requireImageDigest,
      requireFailureNotification,
      disallowOpenStores,
      requireProtectedStores,
      requirePersistentStores,
      requireQueueWithoutEviction,
    ],
  },
  {
    folder: "vercel",
    title: "Vercel",
    rules: [
      requireNoE2eBypass,
      requireDeclaredNodeVersion,
      disallowEndedNodeVersion,
      requireProductionDomain,
      requirePreviewProtection,
      requireIgnoredBuildStep,
      requireSkewProtection,
    ],
  },
  {
    folder: "rollout",
    title: "Rollout",
    rules: [
      requireEarnedPromotion,
      requirePercentOnLadder,
      requireOneFlagValue,
      requireDeploymentAfterRollout,
      requireRollbackReason,
      disallowHeldCommit,
      disallowLoosenedLadder,
      disallowMigrationWithPromotion,
    ],
  },
  {
    folder: "cron",
    title: "Cron",
    rules: [
      requireValidSchedule,
      limitSchedule,
      requireEndingCommand,
      disallowContinuousTwin,
      requireSuspendedScheduler,
    ],
  },
  {
    folder: "release",
    title: "Release",
    rules: [
      requireSmokeCheck,
      requireBackupBeforeMigration,
      requireStagingBeforeMigration,
      limitToDeployWindows,
      limitToSingleChange,
    ],
  },
  {
    folder: "github",
    title: "GitHub",
    rules: [
      requireActiveRuleset,
      requirePreviewCheck,
      disallowOpenBypass,
      requireEnvironmentReviewers,
      disallowSecretsForForks,
    ],
  },
  { folder: "exemptions", title: "Exemptions", rules: [requireValidExemptions(() => rules)] },
];

/** Every rule of the pack. */
export const rules: readonly Rule<JudgedConfig>[] = groups.flatMap((group) => group.rules);
