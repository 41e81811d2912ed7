import { listen } from "../../../../rehearsal/core/server.ts";
import { api } from "../../../../rehearsal/vercel/api.ts";
import {
  type Checkpoint,
  type Evidence,
  EvidenceUnreachable,
  type RolloutEvent,
} from "../../../../release/evidence/evidence.ts";
import { openEvidence } from "../../../../release/evidence/postgres.ts";
import { openSite } from "../../../../release/site/vercel-site.ts";
import type { EvidenceDatabase } from "../../support/database.ts";
import type { OpenEvidence } from "./quick-evidence.ts";
import { flagName, teamId, Vercel } from "./vercel.ts";
import type { Reach } from "./world.ts";

const token = "rehearsalVercelToken0000";

/** Everything as in production: over HTTP, and with PostgreSQL. */
export async function realReach(database: EvidenceDatabase, rollout: string): Promise<Reach & AsyncDisposable> {
  const vercel = new Vercel(database.clock);
  const { store, git, faults, builds, traffic } = vercel;
  const server = await listen(api(store, { token, git, faults, builds, traffic, unknown: new Set() }));
  const inner = openEvidence({ url: database.recorderUrl, rollout });
  return {
    vercel,
    evidence: new OpenRows(inner),
    site: openSite({ token, baseUrl: server.url, team: teamId, project: vercel.project.name, flag: flagName }),
    [Symbol.asyncDispose]: async () => {
      await Promise.all([server.close(), inner.close()]);
    },
  };
}

/** What was written, as the database gives it back. */
class OpenRows implements OpenEvidence {
  events: readonly RolloutEvent[] = [];
  checkpoints: readonly Checkpoint[] = [];
  down = false;
  readonly #inner: Evidence;

  constructor(inner: Evidence) {
    this.#inner = inner;
  }

  async history() {
    this.#reach();
    const history = await this.#inner.history();
    this.events = history.events;
    this.checkpoints = history.checkpoints;
    return history;
  }

  async record(...[fact, author]: Parameters<Evidence["record"]>) {
    this.#reach();
    const event = await this.#inner.record(fact, author);
    await this.history();
    return event;
  }

  async recordCheckpoint(...[fact, author]: Parameters<Evidence["recordCheckpoint"]>) {
    this.#reach();
    const row = await this.#inner.recordCheckpoint(fact, author);
    await this.history();
    return row;
  }

  close = async () => {};

  #reach(): void {
    if (this.down) throw new EvidenceUnreachable("EVIDENCE_UNREACHABLE: the database does not answer");
  }
}
