import type { Row } from "../../../checks/gates/gate-verdict.ts";
import type { Sources } from "../../../checks/gates/sources.ts";
import { type Evidence, EvidenceUnreachable, type History } from "../../../release/evidence/evidence.ts";

/** Nothing may be asked. */
const asked = (what: string) => () => {
  throw new Error(`${what} was asked`);
};

export const noEvidence: Evidence = {
  history: asked("the history"),
  record: asked("to record"),
  recordCheckpoint: asked("to record a checkpoint"),
  close: async () => {},
};

/** A history that can only be read. */
export const read = (history: History): Evidence => ({ ...noEvidence, history: async () => history });

export const unreachable: Evidence = {
  ...noEvidence,
  history: async () => {
    throw new EvidenceUnreachable("EVIDENCE_UNREACHABLE: db.twin-brains.example does not answer");
  },
};

export const noSources: Sources = {
  sql: asked("SQL"),
  http: asked("HTTP"),
  renderLogs: asked("Render's log"),
  renderMetrics: asked("Render's metrics"),
  vercelLogs: asked("Vercel's log"),
  complaints: asked("complaints"),
};

/** Every query gives this row, with 412 samples unless it says otherwise. */
export const answering = (row: Row): Sources => ({
  ...noSources,
  sql: async () => ({ rows: [{ samples: 412, ...row }] }),
});
