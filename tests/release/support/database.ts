import { fileURLToPath } from "node:url";
import { Clock } from "../../../rehearsal/core/clock.ts";
import { Edge } from "../../../rehearsal/core/edge.ts";
import { type Database, startDatabase } from "../../../rehearsal/database/database.ts";

/** A database with the evidence schema and its two roles, and the clock that its `now()` follows. */
export interface EvidenceDatabase extends AsyncDisposable {
  readonly clock: Clock;
  readonly database: Database;
  /** The owner: for data of the app, and views in `cutover_gates`. */
  readonly adminUrl: string;
  /** What a release is given as `CUTOVER_DATABASE_URL`. */
  readonly recorderUrl: string;
  /** And as `CUTOVER_GATES_DATABASE_URL`. */
  readonly readerUrl: string;
}

/** Starts one, in about a second; end it with `await using`, or `database.close()` in `afterAll`. */
export async function openEvidenceDatabase(): Promise<EvidenceDatabase> {
  const clock = new Clock();
  const cache = fileURLToPath(new URL("../../../.cutover/database", import.meta.url));
  const database = await startDatabase({ clock, edge: new Edge(), project: "rehearsal", cache });
  await database.query("select 1");
  const { logins } = database;
  return {
    clock,
    database,
    adminUrl: logins.CUTOVER_ADMIN_DATABASE_URL,
    recorderUrl: logins.CUTOVER_DATABASE_URL,
    readerUrl: logins.CUTOVER_GATES_DATABASE_URL,
    [Symbol.asyncDispose]: () => database.close(),
  };
}
