import { createHash } from "node:crypto";
import type { AppTraits } from "../core/git.ts";

/** What an import will come to. */
export interface Fate {
  /** Minutes until then; `undefined`: never, it is stuck. */
  readonly minutes: number | undefined;
  readonly status: "complete" | "failed";
  readonly error: string | undefined;
}

/** The same user has the same fate in every run; `new` imports go as the commit's traits say, `old` ones as ever. */
export function fateOf(userId: string, pipeline: "v1" | "v2", { v2Imports = {} }: AppTraits): Fate {
  const traits = pipeline === "v2" ? v2Imports : {};
  const { successRate = 1, stuckRate = 0, typicalMinutes = 3 } = traits;
  const { error = "upstream model error: overloaded (request req_{id})" } = traits;
  const digest = createHash("sha256").update(`fate of ${userId}`).digest();
  const [luck, pace] = [digest.readUInt32BE(0) / 2 ** 32, digest.readUInt32BE(4) / 2 ** 32];
  if (luck >= 1 - stuckRate) return { minutes: undefined, status: "complete", error: undefined };
  const failed = luck >= successRate;
  // From half of the typical time to twice it, most of them near it.
  const minutes = typicalMinutes * 2 ** (2 * pace - 1);
  const said = error.replaceAll("{id}", digest.toString("hex", 8, 16));
  return { minutes, status: failed ? "failed" : "complete", error: failed ? said : undefined };
}
