import type { Author, Evidence, History, Position } from "../../../release/evidence/evidence.ts";
import { within } from "../../../release/evidence/within.ts";
import { compare } from "../../../release/ladder/positions.ts";
import { recordedOf } from "../../../release/ladder/recorded.ts";
import { recordReality } from "../../../release/promotion/record-reality.ts";
import type { Reality } from "../../../release/site/site.ts";
import type { Call } from "../../protocol/resource.ts";
import type { ReleaseClient } from "../client.ts";
import { evidenceName } from "./judge-rollout.ts";
import { judgedByDigest, positionOf, type RolloutInputs } from "./rollout-inputs.ts";

/** What an update that raises nothing leaves behind. */
export interface Settled {
  /** What users got before it. */
  readonly from: Position;
  readonly want: RolloutInputs;
  readonly reality: Reality;
}

/** Brings the evidence up to date: what happened meanwhile, what this update does, and that Git says it, too. */
export async function recordMissing(
  evidence: Evidence,
  author: Author,
  { from, want, reality }: Settled,
): Promise<History> {
  const before = await evidence.history();
  const { position } = recordedOf(before.events);
  const to = positionOf(want);
  await recordDeclaration(evidence, author, before, want);
  await recordReality(evidence, author, reality, before);

  // Back by a change of the program is a rollback, unless it only undoes what was done by hand.
  if (position && compare(to, from) < 0 && compare(to, position) < 0)
    await evidence.record({ kind: "rolled-back", from, to, automatic: false }, author);
  const { rollback } = recordedOf((await evidence.history()).events);
  if (rollback && !rollback.reconciled && compare(to, rollback.event.to) <= 0)
    await evidence.record({ kind: "reconciled", position: to }, author);
  return evidence.history();
}

/** By which ladder and gates it is judged from now on, where that is another than before. */
export async function recordDeclaration(
  evidence: Evidence,
  author: Author,
  { events }: History,
  want: RolloutInputs,
): Promise<void> {
  const digest = judgedByDigest(want);
  if (recordedOf(events).declared?.digest !== digest) await evidence.record({ kind: "declared", digest }, author);
}

/** How long a change waits for evidence that it can do without; some five statements. */
const RECORD_MS = 5_000;

/** Evidence that a change does not wait for long: what keeps it from being recorded is told, and the next update records it. */
export async function recordQuietly(
  { client, log, signal }: Call<ReleaseClient>,
  want: RolloutInputs,
  record: (evidence: Evidence) => Promise<History>,
): Promise<History | undefined> {
  if (!client.keepsEvidence) return undefined;
  try {
    return await within(client.evidence(evidenceName(want), record), RECORD_MS, signal);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    log("warning", `not recorded in the evidence; the next update does it: ${why}`);
    return undefined;
  }
}
