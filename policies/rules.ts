import { disallowContinuousTwin } from "./cron/disallow-continuous-twin.ts";
import { requireEndingCommand } from "./cron/require-ending-command.ts";
import { requireCompleteBaseline } from "./env/require-complete-baseline.ts";
import { requireExplicitOrigins } from "./env/require-explicit-origins.ts";
import { requireSharedQueue } from "./env/require-shared-queue.ts";
import { disallowPublicSecrets } from "./frontend/disallow-public-secrets.ts";
import { requireNoE2eBypass } from "./frontend/require-no-e2e-bypass.ts";
import { requireHealthCheck } from "./render/require-health-check.ts";
import { requireEarnedPromotion } from "./rollout/require-earned-promotion.ts";
import { requireOneFlagValue } from "./rollout/require-one-flag-value.ts";
import type { Rule } from "./rule.ts";
import type { ConfigOfServices } from "./subjects/backend-services.ts";
import type { ConfigOfRollout } from "./subjects/flag-carriers.ts";
import type { ConfigOfScheduler } from "./subjects/scheduled-commands.ts";
import type { ConfigOfFrontend } from "./subjects/vercel-projects.ts";
import type { ConfigOfApi } from "./subjects/web-services.ts";
import { requireDeclaredNodeVersion } from "./vercel/require-declared-node-version.ts";

/** What rules read of a stack's configuration; the program's parsed configuration has it. */
export type JudgedConfig = ConfigOfServices & ConfigOfFrontend & ConfigOfScheduler & ConfigOfApi & ConfigOfRollout;

/** Every rule of the pack, in the order of the table in docs/policies.md. */
export const rules: readonly Rule<JudgedConfig>[] = [
  requireExplicitOrigins,
  requireCompleteBaseline,
  requireSharedQueue,
  disallowPublicSecrets,
  requireNoE2eBypass,
  requireDeclaredNodeVersion,
  requireHealthCheck,
  requireEndingCommand,
  disallowContinuousTwin,
  requireEarnedPromotion,
  requireOneFlagValue,
];
