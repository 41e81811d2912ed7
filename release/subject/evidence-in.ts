import { type Evidence, EvidenceUnreachable } from "../evidence/evidence.ts";
import { openEvidence } from "../evidence/postgres.ts";

/**
 * The evidence that the environment names. Opening it never fails: where there is no address, or one that cannot be used,
 * whoever asks it is told so.
 */
export function evidenceIn({ CUTOVER_DATABASE_URL: url }: NodeJS.ProcessEnv, rollout: string): Evidence {
  if (!url)
    return failing(
      new EvidenceUnreachable(
        "EVIDENCE_UNREACHABLE: no database for the evidence is named\n" +
          "  at CUTOVER_DATABASE_URL\n" +
          "  fix: export CUTOVER_DATABASE_URL=…, as npx cutover evidence install printed it",
      ),
    );
  try {
    return openEvidence({ url, rollout });
  } catch (error) {
    return failing(error);
  }
}

const failing = (error: unknown): Evidence => ({
  history: () => Promise.reject(error),
  record: () => Promise.reject(error),
  recordCheckpoint: () => Promise.reject(error),
  close: () => Promise.resolve(),
});
