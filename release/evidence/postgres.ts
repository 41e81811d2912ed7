import type { Pool } from "pg";
import { connectionOf } from "../../checks/gates/sql-connection.ts";
import type { Evidence } from "./evidence.ts";
import { insertCheckpoint, insertEvent, selectHistory } from "./queries.ts";
import { readCheckpoint, readEvent, readHistory, storable } from "./rows.ts";
import { unreachable } from "./unreachable.ts";

export interface EvidenceOptions {
  /** `CUTOVER_DATABASE_URL`: the role `cutover_recorder` at the primary. */
  readonly url: string;
  /** The name under which this rollout's evidence is kept. */
  readonly rollout: string;
  /** The longest that one statement may take, also where the server hangs; the role's own limit is 10 s. Default 12 s. */
  readonly timeoutMs?: number;
}

const variable = "CUTOVER_DATABASE_URL";

/**
 * The evidence of one rollout in PostgreSQL. Connects when it is first asked; every failure is an `EvidenceUnreachable`.
 * A record whose answer was lost on the way may be there all the same.
 * @throws DatabaseUrlInvalid for an address that cannot be one
 */
export function openEvidence({ url, rollout, timeoutMs = 12_000 }: EvidenceOptions): Evidence {
  const connection = connectionOf(url, variable);
  let opened: Promise<Pool> | undefined;
  const open = async () => {
    const { default: pg } = await import("pg");
    const limits = { max: 2, idleTimeoutMillis: 5000, allowExitOnIdle: true, query_timeout: timeoutMs };
    // A connection that breaks while nobody uses it is replaced by the next one.
    return new pg.Pool({ ...connection.config, ...limits }).on("error", () => {});
  };
  const ask = async <T>(sql: string, values: readonly unknown[], read: (row: Record<string, unknown>) => T) => {
    try {
      opened ??= open();
      const { rows } = await (await opened).query<Record<string, unknown>>(sql, [...values]);
      return rows.map(read)[0];
    } catch (error) {
      throw unreachable(error, connection, variable);
    }
  };

  return {
    async history() {
      const history = await ask(selectHistory, [rollout], ({ history }) => readHistory(history));
      if (!history) throw new Error("A statement that always gives one row gave none");
      return history;
    },
    async record({ kind, ...fact }, { actor, commit }) {
      const values = [rollout, kind, storable(fact), actor || "unknown", commit];
      const event = await ask(insertEvent, values, ({ row }) => readEvent(row));
      if (!event) throw new Error("An insert gave no row");
      return event;
    },
    recordCheckpoint(fact, { actor, commit }) {
      const { slot, scheduled, position, outcome } = fact;
      const keys = [rollout, slot, scheduled, position.percent, outcome];
      const values = [...keys, storable(fact), actor || "unknown", commit];
      return ask(insertCheckpoint, values, ({ row }) => readCheckpoint(row));
    },
    async close() {
      await (await opened)?.end();
    },
  };
}
