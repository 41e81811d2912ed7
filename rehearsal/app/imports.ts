import { randomUUID } from "node:crypto";
import type { AppTraits } from "../core/git.ts";
import type { AppDatabase } from "./database.ts";
import { fateOf } from "./fate.ts";

export interface Import {
  readonly userId: string;
  readonly pipeline: "v1" | "v2";
  readonly storagePath: string | undefined;
}

/** Records imports as they begin: those that come while a statement runs go together into the next. */
export class ImportLedger {
  readonly #database: AppDatabase;
  readonly #traits: AppTraits;
  #waiting: Import[] = [];
  #next: Promise<void> | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(database: AppDatabase, traits: AppTraits) {
    this.#database = database;
    this.#traits = traits;
  }

  /** Resolves once the import is in the database. @throws DatabaseUnreachable */
  record(started: Import): Promise<void> {
    this.#waiting.push(started);
    this.#next ??= this.#running.then(() => {
      const batch = this.#waiting;
      this.#waiting = [];
      this.#next = undefined;
      const stored = this.#store(batch);
      this.#running = stored.catch(() => {});
      return stored;
    });
    return this.#next;
  }

  async #store(batch: readonly Import[]): Promise<void> {
    const rows = batch.map(({ userId, pipeline, storagePath }) => {
      const { minutes, status, error } = fateOf(userId, pipeline, this.#traits);
      return { id: randomUUID(), user_id: userId, pipeline, storage_path: storagePath, minutes, status, error };
    });
    await this.#database.query(
      `with started as (
         select * from jsonb_to_recordset($1::jsonb)
           as (id uuid, user_id text, pipeline text, storage_path text, minutes float8, status text, error text)
       ), profile as (
         insert into user_profiles as known (user_id, full_pass_status, full_pass_started_at)
         select distinct on (user_id) user_id,
           case pipeline when 'v2' then 'processing' else 'pending' end,
           case pipeline when 'v2' then now() end
         from started order by user_id, pipeline desc
         on conflict (user_id) do update set
           full_pass_status = case when excluded.full_pass_started_at is null then known.full_pass_status else 'processing' end,
           full_pass_started_at = coalesce(excluded.full_pass_started_at, known.full_pass_started_at),
           full_pass_completed_at = case when excluded.full_pass_started_at is null then known.full_pass_completed_at end,
           full_pass_error = case when excluded.full_pass_started_at is null then known.full_pass_error end
       ), import as (
         insert into imports (id, user_id, pipeline, status, storage_path, started_at)
         select id, user_id, pipeline, 'processing', storage_path, now() from started
         on conflict (id) do nothing
       )
       insert into simulation.import_fates (import_id, finishes_at, status, error)
       select id, now() + make_interval(secs => 60 * minutes), status, error from started where minutes is not null
       on conflict (import_id) do nothing`,
      [JSON.stringify(rows)],
    );
  }
}
