import type { PGlite } from "@electric-sql/pglite";
import pg from "pg";
import { clockSql } from "./clock-sql.ts";
import { statusAfter } from "./frames.ts";

/** What one client's session is apart from its connection: who it is, and its settings. */
export interface Session {
  readonly user: string;
  readonly settings: Map<string, string>;
  /** It may have changed settings or role since it was last looked at. */
  touched: boolean;
}

const maySet = /\b(?:set|reset|discard|set_config)\b/i;

/**
 * PGlite is one backend with one session. This lends it to many: each unit of work (a simple query, or extended messages up to
 * their Sync) has it alone, with that client's role and settings; a transaction keeps it until it ends.
 */
export class Backend {
  #db: PGlite;
  readonly #offsetMs: () => number;
  #appliedMs: number | undefined;
  #current: Session | undefined;
  #holder: Session | undefined;
  readonly #waiting: { session: Session; go: () => void }[] = [];

  /** @param offsetMs by how much the world's clock is ahead of the machine's. */
  constructor(db: PGlite, offsetMs: () => number) {
    this.#db = db;
    this.#offsetMs = offsetMs;
  }

  /** Runs messages of a session and hands over the answer as it comes. @returns whether the session keeps the backend. */
  async run(session: Session, messages: Uint8Array, answer: (bytes: Uint8Array) => void): Promise<boolean> {
    const fresh = await this.#take(session);
    let last: Uint8Array = new Uint8Array();
    try {
      if (fresh) await this.#setClock();
      if (this.#current !== session) await this.#switchTo(session);
      if (maySet.test(Buffer.from(messages).toString("latin1"))) session.touched = true;
      await this.#db.execProtocolRawStream(messages, {
        onRawData: (data) => {
          const joined = data.length >= 6 ? data : Buffer.concat([last, data]);
          last = Uint8Array.from(joined.subarray(-6));
          answer(data);
        },
      });
    } catch (error) {
      this.#release(session);
      throw error;
    }
    const kept = statusAfter(last) !== "I";
    if (!kept) this.#release(session);
    return kept;
  }

  /** Ends what a client that has gone left behind. */
  async forget(session: Session, prefix: string): Promise<void> {
    await this.#take(session);
    await this.#db.exec("rollback");
    const { rows } = await this.#db.query<{ name: string }>(
      "select quote_ident(name) as name from pg_catalog.pg_prepared_statements where starts_with(name, $1)",
      [prefix],
    );
    for (const { name } of rows) await this.#db.exec(`deallocate ${name}`);
    this.#current = undefined;
    this.#release(session);
  }

  /** Work of the gateway itself, as the superuser, between two units of its clients. */
  async asOwner<T>(work: (db: PGlite) => Promise<T>): Promise<T> {
    const session = owner();
    await this.#take(session);
    try {
      await this.#switchTo(session);
      return await work(this.#db);
    } finally {
      this.#current = undefined;
      this.#release(session);
    }
  }

  /** Ends what is due in the sample app by the world's time. */
  settle(): Promise<void> {
    return this.asOwner(() => this.#settle());
  }

  /** Puts another database in its place; the clients of the one before have gone. */
  replace(db: PGlite): void {
    this.#db = db;
    this.#current = undefined;
    this.#appliedMs = undefined;
  }

  /** @returns whether the session did not hold the backend already, as it does within a transaction. */
  async #take(session: Session): Promise<boolean> {
    if (this.#holder === session) return false;
    if (this.#holder) await new Promise<void>((go) => this.#waiting.push({ session, go }));
    this.#holder = session;
    return true;
  }

  #release(session: Session): void {
    if (this.#holder !== session) return;
    const next = this.#waiting.shift();
    this.#holder = next?.session;
    next?.go();
  }

  async #switchTo(session: Session): Promise<void> {
    const before = this.#current;
    this.#current = undefined;
    if (before?.touched) await this.#remember(before);
    const settings = [...session.settings].map(
      ([name, value]) => `set_config(${literal(name)}, ${literal(value)}, false)`,
    );
    await this.#db.exec(`reset session authorization; reset all;
      set session authorization ${escapeIdentifier(session.user)};
      ${settings.length > 0 ? `select ${settings.join()}` : ""}`);
    this.#current = session;
  }

  /** Gives the database the world's time; statements that run now have their time already. */
  async #setClock(): Promise<void> {
    const offsetMs = this.#offsetMs();
    if (offsetMs === this.#appliedMs) return;
    await this.#switchTo(owner());
    await this.#db.exec(clockSql(offsetMs));
    this.#appliedMs = offsetMs;
    await this.#settle();
  }

  async #settle(): Promise<void> {
    await this.#db.exec("select simulation.settle()");
    this.#current = undefined;
  }

  async #remember(session: Session): Promise<void> {
    const { rows } = await this.#db.query<{ name: string; value: string }>(
      `select name, pg_catalog.current_setting(name) as value from pg_catalog.pg_settings where source = 'session'
       union all select 'role', pg_catalog.current_setting('role')`,
    );
    session.settings.clear();
    for (const { name, value } of rows) session.settings.set(name, value);
    session.touched = false;
  }
}

const owner = (): Session => ({ user: "postgres", settings: new Map(), touched: false });
const { escapeIdentifier, escapeLiteral: literal } = pg;
