import { afterAll, beforeAll, vi } from "vitest";
import { evaluateGates } from "../../../checks/gates/evaluate-gates.ts";
import type { GateContext } from "../../../checks/gates/gate-context.ts";
import type { Figures, GateVerdict } from "../../../checks/gates/gate-verdict.ts";
import { openSqlReader, type SqlReader } from "../../../checks/gates/sql.ts";
import type { Gate } from "../../../config/rollout/gate.ts";
import { fullPassGates } from "../../../release/gate-sets/full-pass.ts";
import { type EvidenceDatabase, openEvidenceDatabase } from "../support/database.ts";

export const now = new Date("2026-02-10T12:00:00Z");
const dayMs = 86_400_000;

/** Some runs of the new version that went alike. */
export interface Runs {
  readonly many: number;
  readonly status?: "complete" | "failed" | "processing";
  /** Before now; default spread over the last day. */
  readonly beganHoursAgo?: number;
  readonly minutes?: number;
  readonly error?: string;
}

/** A database with the ready views of full-pass.sql; the tests of a file share it. */
export function runsDatabase() {
  // A database starts, and may wait for other tests to leave it a processor.
  vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });
  let evidence: EvidenceDatabase;
  let reader: SqlReader;
  beforeAll(async () => {
    evidence = await openEvidenceDatabase();
    reader = openSqlReader(evidence.readerUrl);
  });
  afterAll(async () => {
    await reader.close();
    await evidence[Symbol.asyncDispose]();
  });

  return {
    query: (sql: string, values: readonly unknown[] = []) => evidence.database.query(sql, values),
    sql: (...asked: Parameters<SqlReader["sql"]>) => reader.sql(...asked),

    /** Puts these runs in the place of all others. */
    async has(...all: readonly Runs[]) {
      const rows = all.flatMap((runs, group) =>
        Array.from({ length: runs.many }, (_, index) => rowOf(runs, group, index)),
      );
      await evidence.database.query("truncate public.user_profiles cascade");
      await evidence.database.query(
        `insert into public.user_profiles
           (user_id, full_pass_status, full_pass_started_at, full_pass_completed_at, full_pass_error)
         select * from jsonb_to_recordset($1::jsonb) as
           (user_id text, status text, started timestamptz, completed timestamptz, error text)`,
        [JSON.stringify(rows)],
      );
    },

    /** Of all ready gates, or of these. */
    async judge(
      context: Partial<GateContext> = {},
      gates: readonly Gate[] = fullPassGates,
    ): Promise<Readonly<Record<string, GateVerdict>>> {
      const verdicts = await evaluateGates(gates, {
        sources: { sql: reader.sql } as GateContext["sources"],
        ...{
          now,
          stepBegan: new Date(now.getTime() - 2 * dayMs),
          percent: 50,
          minSamples: 20,
          baseline: {},
          first: false,
        },
        earlier: () => [],
        signal: new AbortController().signal,
        ...context,
      });
      return Object.fromEntries(verdicts.map((verdict) => [verdict.name, verdict]));
    },

    async verdict(name: string, context: Partial<GateContext> = {}): Promise<GateVerdict> {
      const asked = fullPassGates.filter((gate) => gate.name === name);
      const verdict = (await this.judge(context, asked))[name];
      if (!verdict) throw new Error(`there is no gate ${name}`);
      return verdict;
    },
  };
}

function rowOf({ many, status = "complete", beganHoursAgo, minutes = 3, error }: Runs, group: number, index: number) {
  const ago = beganHoursAgo === undefined ? 1 + (22 * index) / many : beganHoursAgo;
  const started = now.getTime() - ago * 3_600_000;
  return {
    user_id: `user-${group}-${index}`,
    status,
    started: new Date(started),
    completed: status === "processing" ? null : new Date(started + minutes * 60_000),
    error: error?.replaceAll("{id}", `req_${group}f${index}a`) ?? null,
  };
}

/** What the step before left: the figures of every gate. */
export const baselineOf = (verdicts: Readonly<Record<string, GateVerdict>>): Record<string, Figures> =>
  Object.fromEntries(Object.values(verdicts).flatMap(({ name, figures }) => (figures ? [[name, figures]] : [])));
