import { bringUp } from "./bring-up.ts";
import { ending } from "./ending.ts";
import { faultyCommit } from "./faulty-commit.ts";
import { learning } from "./learning.ts";
import { pullRequest } from "./pull-request.ts";
import { refusals } from "./refusals.ts";
import { rollout } from "./rollout.ts";
import type { Step } from "./scene.ts";

/**
 * From nothing to a running app, its feedback loop, a first change of the rollout percent, a pull request, the refusals on
 * the way, and back to nothing.
 */
export const story: readonly Step[] = [
  ...bringUp,
  ...learning,
  ...rollout,
  ...pullRequest,
  ...refusals,
  ...faultyCommit,
  ...ending,
];
