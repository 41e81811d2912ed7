import { databaseDown } from "./database-down.ts";
import { drift } from "./drift.ts";
import { durationWorse } from "./duration-worse.ts";
import { earlyRefused } from "./early-refused.ts";
import { gatesEdited } from "./gates-edited.ts";
import { happyPath } from "./happy-path.ts";
import { hiddenInTheWhole } from "./hidden-in-the-whole.ts";
import { legacyCall } from "./legacy-call.ts";
import { logRetention } from "./log-retention.ts";
import { newError } from "./new-error.ts";
import { policies } from "./policies.ts";
import { review } from "./review.ts";
import { rollbackWithoutState } from "./rollback-without-state.ts";
import type { Scenario } from "./scenario.ts";
import { skipRefused } from "./skip-refused.ts";
import { stuckImports } from "./stuck-imports.ts";
import { successDrops } from "./success-drops.ts";
import { tooLittleTraffic } from "./too-little-traffic.ts";

/** Every scenario: first the whole way, then the others in the order in which they begin on it. */
export const scenarios: readonly Scenario[] = [
  happyPath,
  policies,
  review,
  tooLittleTraffic,
  hiddenInTheWhole,
  earlyRefused,
  stuckImports,
  drift,
  skipRefused,
  gatesEdited,
  logRetention,
  databaseDown,
  successDrops,
  durationWorse,
  newError,
  rollbackWithoutState,
  legacyCall,
];
