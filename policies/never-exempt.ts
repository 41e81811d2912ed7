import { requireExplicitOrigins } from "./env/require-explicit-origins.ts";
import { requireValidExemptions } from "./exemptions/require-valid-exemptions.ts";
import { disallowHeldCommit } from "./rollout/disallow-held-commit.ts";
import { disallowLoosenedLadder } from "./rollout/disallow-loosened-ladder.ts";
import { disallowMigrationWithPromotion } from "./rollout/disallow-migration-with-promotion.ts";
import { requireEarnedPromotion } from "./rollout/require-earned-promotion.ts";
import { requireOneFlagValue } from "./rollout/require-one-flag-value.ts";
import type { Rule } from "./rule.ts";
import type { JudgedConfig } from "./rules.ts";
import { disallowClearTextSecrets } from "./secrets/disallow-clear-text-secrets.ts";
import { disallowPublicSecrets } from "./secrets/disallow-public-secrets.ts";
import { disallowSecretsInCommands } from "./secrets/disallow-secrets-in-commands.ts";
import { requireNoE2eBypass } from "./vercel/require-no-e2e-bypass.ts";

/** The rules that nobody may exempt, apart from the others: the program loads these, however many rules the pack has. */
export const neverExempt: readonly Rule<JudgedConfig>[] = [
  requireExplicitOrigins,
  disallowClearTextSecrets,
  disallowSecretsInCommands,
  disallowPublicSecrets,
  requireNoE2eBypass,
  requireEarnedPromotion,
  requireOneFlagValue,
  disallowHeldCommit,
  disallowLoosenedLadder,
  disallowMigrationWithPromotion,
  requireValidExemptions(() => neverExempt, { all: false }),
];
