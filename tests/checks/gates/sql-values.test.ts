import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSqlReader, type SqlReader } from "../../../checks/gates/sql.ts";
import { decode, ValueUnusable } from "../../../checks/gates/sql-values.ts";
import { type EvidenceDatabase, openEvidenceDatabase } from "../../release/support/database.ts";
import fc from "../../support/property.ts";
import { scale } from "../../support/scale.ts";

const { builtins } = pg.types;

describe("a value of a query", () => {
  it.each([
    ["a numeric", builtins.NUMERIC, "97.50", 97.5],
    ["a bigint", builtins.INT8, "-9007199254740991", -9007199254740991],
    ["a double", builtins.FLOAT8, "1e-7", 1e-7],
    ["a boolean", builtins.BOOL, "t", true],
    ["another boolean", builtins.BOOL, "f", false],
    ["a time with a zone", builtins.TIMESTAMPTZ, "2026-03-01 12:00:00.123456+05:30", "2026-03-01T06:30:00.123Z"],
    ["a time with a whole hour's zone", builtins.TIMESTAMPTZ, "2026-03-01 12:00:00-03", "2026-03-01T15:00:00.000Z"],
    ["a time without a zone, taken as UTC", builtins.TIMESTAMP, "2026-03-01 12:00:00", "2026-03-01T12:00:00.000Z"],
    ["no end of time", builtins.TIMESTAMPTZ, "infinity", "infinity"],
    ["a date", builtins.DATE, "2026-03-01", "2026-03-01"],
    ["an interval", builtins.INTERVAL, "1 day 02:00:00.5", 93_600.5],
    ["JSON", builtins.JSONB, '{"a": [1.5, null]}', { a: [1.5, null] }],
    ["a list of numerics", 1231, "{1.5,NULL,{2}}", [1.5, null, [2]]],
    ["a list of texts", 1009, '{"a,b","NULL",NULL}', ["a,b", "NULL", null]],
    ["an uuid", builtins.UUID, "8d1b0f1e-0000-4000-8000-000000000000", "8d1b0f1e-0000-4000-8000-000000000000"],
  ])("is, for %s, what conditions work with", (_, type, text, expected) => {
    expect(decode(type, text)).toEqual(expected);
  });

  it.each([
    ["a bigint beyond 2^53", builtins.INT8, "9007199254740993"],
    ["a numeric beyond 2^53", builtins.NUMERIC, "-9007199254740993.5"],
    ["a numeric beyond every double", builtins.NUMERIC, "9".repeat(400)],
    ["no number", builtins.FLOAT8, "NaN"],
    ["a large number within JSON", builtins.JSON, "[9007199254740993]"],
    ["a large number within a list", 1016, "{9007199254740993}"],
  ])("is unusable when it is %s", (_, type, text) => {
    expect(() => decode(type, text)).toThrow(ValueUnusable);
  });
});

describe("what PostgreSQL writes is read as it was meant", () => {
  let world: EvidenceDatabase;
  let reader: SqlReader;
  beforeAll(async () => {
    world = await openEvidenceDatabase();
    await world.database.query("alter role cutover_reader set timezone = 'America/St_Johns'");
    await world.database.query("alter role cutover_reader set datestyle = 'German'");
    await world.database.query("alter role cutover_reader set intervalstyle = 'sql_standard'");
    reader = openSqlReader(world.readerUrl);
  });
  afterAll(async () => {
    await reader.close();
    await world.database.close();
  });

  const runs = Math.round(20 * scale);
  const part = (max: number) => fc.integer({ min: -max, max });
  const interval = fc
    .tuple(part(40), part(30), part(60), part(50), part(90), part(99_999))
    .map(
      ([years, months, days, hours, minutes, ms]) =>
        `${years} years ${months} months ${days} days ${hours} hours ${minutes} minutes ${ms} milliseconds`,
    );
  const moment = fc.date({ min: new Date("1900-01-01Z"), max: new Date("2200-01-01Z"), noInvalidDate: true });
  const number = fc.oneof(fc.maxSafeInteger(), fc.double({ noNaN: true, min: -1e9, max: 1e9 }));
  const rows = fc.array(fc.tuple(interval, moment, number), { minLength: 1, maxLength: 60 });

  it("whatever the interval, the time and the number, and whatever the zone and style of the database", async () => {
    await fc.assert(
      fc.asyncProperty(rows, async (given) => {
        const values = given.map(
          ([i, at, n], k) => `(${k}, interval '${i}', timestamptz '${at.toISOString()}', numeric '${n}')`,
        );
        const answer = await reader.sql(
          `select i, extract(epoch from i) as seconds, at, n
           from (values ${values.join()}) given (k, i, at, n) order by k`,
          { from: new Date(0), to: new Date(0) },
          { timeoutMs: 10_000, signal: new AbortController().signal },
        );
        if (!("rows" in answer)) throw new Error(JSON.stringify(answer));
        answer.rows.forEach((row, k) => {
          const [, at, n] = given[k] ?? [];
          expect(row.i).toBeCloseTo(Number(row.seconds), 5);
          expect(row.at).toBe(at?.toISOString());
          expect(row.n).toBe(n === 0 ? 0 : n);
        });
      }),
      { numRuns: runs },
    );
  });
});
