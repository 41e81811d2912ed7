/**
 * SQL that gives `now()` and its kin the world's time, for sessions that look into the schema `clock` before
 * `pg_catalog` (D10). The offset is written into the bodies: they are inlined, so that a condition on a time can still
 * use an index. `current_timestamp` is a keyword, which no search path reaches.
 */
export function clockSql(offsetMs: number): string {
  const moments = {
    now: "stable",
    transaction_timestamp: "stable",
    statement_timestamp: "stable",
    clock_timestamp: "volatile",
  };
  return Object.entries(moments)
    .map(
      ([name, volatility]) => `create or replace function clock.${name}() returns timestamptz language sql ${volatility}
        return pg_catalog.${name}() + interval '${offsetMs} milliseconds';`,
    )
    .join("\n");
}
