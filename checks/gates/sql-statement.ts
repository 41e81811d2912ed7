import type { Connection, FieldDef, Submittable } from "pg";
import type { Json, Row } from "./gate-verdict.ts";
import { decode, ValueUnusable } from "./sql-values.ts";

/** The most rows that a gate looks at. */
export const maxRows = 1000;
/** The most bytes that a server may send for one statement: what it says is kept as evidence. */
export const maxBytes = 1_048_576;

/** The server gives more than a gate may look at. */
export class TooMuch extends Error {}
/** It is one statement that PostgreSQL can run, but not one that a gate can look at. */
export class NotAQuery extends Error {}

const timestamptz = "1184";

/**
 * One statement by the extended protocol, so that it cannot be two. `$1` and `$2` are times, used or not. The server stops
 * by itself after one row more than is looked at; a client that is sent too much ends the connection.
 * @see https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-EXT-QUERY
 */
export class Statement implements Submittable {
  readonly #text: string;
  readonly #values: string[];
  readonly #done = Promise.withResolvers<Row[]>();
  #columns: readonly FieldDef[] | undefined;
  readonly #rows: (string | null)[][] = [];
  #command: string | undefined;
  #stopCounting = () => {};

  constructor(text: string, values: readonly [Date, Date]) {
    this.#text = text;
    this.#values = values.map((value) => value.toISOString());
  }

  /** @returns the rows, with values as conditions see them */
  get rows(): Promise<Row[]> {
    return this.#done.promise;
  }

  submit(connection: Connection): void {
    const { stream } = connection;
    let bytes = 0;
    const count = (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > maxBytes) stream.destroy(new TooMuch(`more than ${maxBytes / 1024 / 1024} MiB of rows`));
    };
    stream.on("data", count);
    this.#stopCounting = () => stream.off("data", count);
    stream.cork();
    connection.parse({ name: "", text: this.#text, types: [timestamptz, timestamptz] }, true);
    connection.bind({ values: this.#values }, true);
    connection.describe({ type: "P" }, true);
    connection.execute({ rows: String(maxRows + 1) }, true);
    connection.sync();
    stream.uncork();
  }

  handleRowDescription({ fields }: { fields: FieldDef[] }): void {
    this.#columns = fields;
  }

  handleDataRow({ fields }: { fields: (string | null)[] }): void {
    this.#rows.push(fields);
  }

  handlePortalSuspended(): void {}
  handleEmptyQuery(): void {}
  handleCopyData(): void {}

  handleCopyInResponse(connection: Connection & { sendCopyFail(why: string): void }): void {
    connection.sendCopyFail("a gate only reads");
  }

  handleCommandComplete({ text }: { text: string }): void {
    this.#command = text;
  }

  handleError(error: Error): void {
    this.#stopCounting();
    this.#done.reject(error);
  }

  handleReadyForQuery(): void {
    this.#stopCounting();
    try {
      this.#done.resolve(this.#read());
    } catch (error) {
      this.#done.reject(error);
    }
  }

  #read(): Row[] {
    const columns = this.#columns;
    // A portal that was suspended has no command yet: it has more rows than were asked for.
    if (!columns || (this.#command !== undefined && !this.#command.startsWith("SELECT")))
      throw new NotAQuery(`expected one SELECT, not ${this.#command ?? "an empty statement"}`);
    const names = columns.map(({ name }) => name);
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice !== undefined) throw new NotAQuery(`two of its columns are named ${twice}`);
    if (this.#rows.length > maxRows) throw new TooMuch(`more than ${maxRows} rows`);
    return this.#rows.map((values) =>
      Object.fromEntries(columns.map((column, index) => [column.name, cellOf(column, values[index] ?? null)])),
    );
  }
}

function cellOf({ name, dataTypeID }: FieldDef, text: string | null): Json {
  try {
    return text === null ? null : decode(dataTypeID, text);
  } catch (error) {
    if (error instanceof ValueUnusable) throw new ValueUnusable(`${name}: ${error.message}`);
    throw error;
  }
}
