import { within } from "../../../release/evidence/within.ts";
import { zero } from "../../../release/ladder/positions.ts";
import { UserError } from "../../protocol/errors.ts";
import type { Call } from "../../protocol/resource.ts";
import type { ReleaseClient } from "../client.ts";
import { evidenceName } from "./judge-rollout.ts";
import { assumedPosition } from "./real.ts";
import { positionOf, type RolloutInputs } from "./rollout-inputs.ts";

/** How long a deletion waits for the evidence, which it can do without. */
const RECORD_MS = 5_000;

/** Takes the flag away. What users get stays as it is: it was built in. */
export async function deleteRollout(
  { client, signal, log }: Call<ReleaseClient>,
  inputs: RolloutInputs,
): Promise<void> {
  const site = await client.site(inputs);
  const gone = (error: unknown) => {
    if (error instanceof UserError && error.code === "VERCEL_NOT_FOUND") return undefined;
    throw error;
  };
  const reality = await site.reality(signal).catch(gone);
  if (reality) await site.removeFlag(signal).catch(gone);
  if (!client.keepsEvidence) return;
  const position = reality ? assumedPosition(reality, positionOf(inputs)) : zero;
  const record = client.evidence(evidenceName(inputs), async (evidence) =>
    evidence.record({ kind: "deleted", position }, await client.author()),
  );
  await within(record, RECORD_MS, signal).catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    log("warning", `the deletion is not recorded in the evidence: ${why}`);
  });
}
