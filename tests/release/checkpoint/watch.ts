import type { MetricAnswer, Sources, SqlAnswer } from "../../../checks/gates/sources.ts";
import { rollout } from "../../../config/rollout/rollout.ts";
import type { Act } from "../../../release/checkpoint/act.ts";
import { runCheckpoint, type Watched } from "../../../release/checkpoint/checkpoint.ts";
import type { CheckpointReport } from "../../../release/checkpoint/report.ts";
import type { EventFact, Evidence, Position } from "../../../release/evidence/evidence.ts";
import { openEvidence } from "../../../release/evidence/postgres.ts";
import { declarationOf } from "../../../release/gate-sets/declaration.ts";
import type { FlagHold, Reality } from "../../../release/site/site.ts";
import type { EvidenceDatabase } from "../support/database.ts";

export const hour = 3_600_000;
export const minute = 60_000;
export const author = { actor: "ada", commit: "4f1c0de4f1c0de4f1c0de4f1c0de4f1c0de4f1c0" };
const good = { success_rate: 98.2, samples: 400 };

/** The production ladder with two gates and a criterion of each kind; what queries and logs give is set by the test. */
export const declared = {
  flag: "V2_ROLLOUT_PERCENT",
  percent: 0,
  gates: [
    { name: "success rate", sql: { query: "success" }, pass: "result.success_rate >= 95.0" },
    { name: "stuck imports", sql: { query: "stuck" }, pass: "result.stuck == 0", minSamples: 0 },
  ],
  rollbackWhen: [
    { name: "success under 95 %", sql: { query: "success now" }, window: "PT1H", when: "result.success_rate < 95.0" },
    {
      name: "slow imports",
      sql: { query: "slow" },
      window: "PT1H",
      when: "result.slow > 10",
      persists: "PT6H",
      minSamples: 0,
    },
    { name: "crash", renderLogs: { text: ["OOMKilled"] }, window: "PT15M", when: "result.count > 0", incident: true },
    {
      name: "error lines",
      renderLogs: { text: ["ERROR"] },
      window: "PT15M",
      when: "result.count > 0",
      action: "alert",
    },
  ],
};

let rollouts = 0;
const nextNumber = () => {
  rollouts += 1;
  return rollouts;
};

/** A rollout with the real evidence database; Vercel and the sources of evidence are what the test says. */
export class Watch {
  readonly rollout = `twin-brains/V2_ROLLOUT_PERCENT_${nextNumber()}`;
  readonly db: EvidenceDatabase;
  readonly evidence: Evidence;
  /** What users get, as Vercel tells it. */
  percent: number | undefined = 0;
  flag: string | undefined;
  targets: readonly string[] = ["production"];
  hold: FlagHold | undefined;
  /** By query. */
  readonly rows: Record<string, SqlAnswer> = {
    success: { rows: [good] },
    "success now": { rows: [good] },
    stuck: { rows: [{ stuck: 0 }] },
    slow: { rows: [{ slow: 0 }] },
    share: { rows: [{ new: 50, total: 500 }] },
  };
  readonly asked: string[] = [];
  /** Log lines at Render, by the text that is looked for. */
  readonly lines: Record<string, number> = {};
  readonly rollbacks: string[] = [];
  readonly watched: Watched;

  constructor(db: EvidenceDatabase, over: object = {}) {
    this.db = db;
    this.evidence = openEvidence({ url: db.recorderUrl, rollout: this.rollout });
    this.watched = {
      rollout: this.rollout,
      declaration: declarationOf(rollout.parse({ ...declared, ...over })),
      site: { reality: async () => this.reality() },
      evidence: this.evidence,
      sources: this.sources(),
      author,
    };
  }

  reality(): Reality {
    const { percent, hold } = this;
    const flag = {
      ...{ id: "env_1", value: this.flag ?? `${percent}`, targets: this.targets, comment: "" },
      updatedAt: this.db.clock.now(),
    };
    const production = {
      ...{ id: `dpl_${percent}`, url: `dpl-${percent}.vercel.example`, createdAt: this.db.clock.now() },
      ...{ commit: author.commit, state: "READY", percent, ours: true },
    };
    return { production, flag, hold };
  }

  async record(...facts: EventFact[]): Promise<void> {
    for (const fact of facts) await this.evidence.record(fact, author);
  }

  /** Users have been at this step from now on. */
  async stand(percent: number, legacy: Position["legacy"] = "serving"): Promise<void> {
    this.percent = percent;
    await this.record({ kind: "arrived", position: { percent, legacy } });
  }

  advance(ms: number): void {
    this.db.clock.advance(ms);
  }

  /** What a rollback does, as far as a checkpoint can see it. */
  readonly act: Act = async ({ reason }) => {
    this.rollbacks.push(reason);
    const from = { percent: this.percent ?? 0, legacy: "serving" } as const;
    this.percent = 0;
    await this.record({ kind: "rolled-back", from, to: { percent: 0, legacy: "serving" }, automatic: true, reason });
    return ["users have 0 %"];
  };

  run({ act = false, over = {}, signal = AbortSignal.timeout(60_000) } = {}): Promise<CheckpointReport> {
    return runCheckpoint({ ...this.watched, ...over }, { act: act ? this.act : undefined, signal });
  }

  /** Two runs of which neither has recorded anything before both have read what is on record. */
  async runTwice(options: { act?: boolean } = {}): Promise<CheckpointReport[]> {
    const both = Promise.withResolvers<void>();
    let readers = 0;
    const history = async () => {
      const read = await this.evidence.history();
      readers += 1;
      if (readers === 2) both.resolve();
      await both.promise;
      return read;
    };
    const evidence: Evidence = { ...this.evidence, history };
    return Promise.all([this.run({ ...options, over: { evidence } }), this.run({ ...options, over: { evidence } })]);
  }

  /** Runs again and again, as the schedule does. */
  async runEvery(ms: number, times: number, options: { act?: boolean } = {}): Promise<CheckpointReport[]> {
    const reports: CheckpointReport[] = [];
    for (let time = 0; time < times; time += 1) {
      this.advance(ms);
      reports.push(await this.run(options));
    }
    return reports;
  }

  private sources(): Sources {
    const metrics: MetricAnswer = { points: [] };
    return {
      sql: async (query) => {
        this.asked.push(query);
        return this.rows[query] ?? { misdeclared: `relation ${query} does not exist` };
      },
      http: () => Promise.reject(new Error("nobody asks by HTTP here")),
      renderLogs: async (_service, { text }) => ({
        count: text.reduce((sum, one) => sum + (this.lines[one] ?? 0), 0),
        lines: [],
      }),
      renderMetrics: async () => metrics,
      vercelLogs: async () => ({ count: 0, lines: [] }),
      complaints: async () => ({ count: 0, texts: [] }),
    };
  }
}
