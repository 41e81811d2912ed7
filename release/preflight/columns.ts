import type { Sources } from "../../checks/gates/sources.ts";
import type { Declaration } from "../ladder/ladder.ts";
import { fail, type Prerequisite, pass } from "./prerequisite.ts";

const name = "columns of imports";
const needed = ["full_pass_status", "full_pass_started_at", "full_pass_completed_at", "full_pass_error"];
const fix =
  "add the columns with the app's migration, then run release/gate-sets/full-pass.sql as the tables' owner (docs/gates.md)";

/**
 * Which columns the view of imports rests on. PostgreSQL's catalogue, which every role may read, knows that of a view
 * whose table the role may not; a view cannot outlive a column that it reads.
 */
const readsOf = `
select distinct c.relname::text as relation, a.attname::text as "column"
from pg_catalog.pg_rewrite r
join pg_catalog.pg_class v on v.oid = r.ev_class
join pg_catalog.pg_namespace n on n.oid = v.relnamespace
join pg_catalog.pg_depend d on d.classid = 'pg_catalog.pg_rewrite'::regclass and d.objid = r.oid
join pg_catalog.pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
join pg_catalog.pg_class c on c.oid = d.refobjid
where d.refclassid = 'pg_catalog.pg_class'::regclass and d.refobjsubid > 0 and d.refobjid <> v.oid
  and n.nspname = 'cutover_gates' and v.relname = 'runs' and $1::timestamptz <= $2::timestamptz
order by 1, 2`;

/** Whether the reader may read it: nothing is asked of its rows. */
const readable = `
select status, started_at, completed_at, error from cutover_gates.runs
where $1::timestamptz > $2::timestamptz limit 1`;

/** The columns that the ready gates of imports need, seen as the role that gates run as (S2.1). */
export async function columnsOfImports(
  { gates, rollbackWhen }: Pick<Declaration, "gates" | "rollbackWhen">,
  { sql }: Pick<Sources, "sql">,
  now: Date,
  signal: AbortSignal,
): Promise<Prerequisite> {
  const uses = [...gates, ...rollbackWhen].some((one) => one.sql?.query.includes("cutover_gates.runs"));
  if (!uses) return pass(name, "no gate reads the view cutover_gates.runs");
  const window = { from: now, to: now };
  const limits = { timeoutMs: 10_000, signal };
  const [reads, open] = await Promise.all([sql(readsOf, window, limits), sql(readable, window, limits)]);
  if ("unmeasured" in reads)
    return fail(name, reads.unmeasured, "see that CUTOVER_GATES_DATABASE_URL is right and the database up");
  if ("misdeclared" in reads) return fail(name, reads.misdeclared, fix);
  if (reads.rows.length === 0) return fail(name, "the view cutover_gates.runs is not there", fix);
  if (!("rows" in open)) return fail(name, "misdeclared" in open ? open.misdeclared : open.unmeasured, fix);

  const columns = reads.rows.map(({ relation, column }) => ({ relation: `${relation}`, column: `${column}` }));
  const tables = [...new Set(columns.map(({ relation }) => relation))];
  const missing = needed.filter((wanted) => !columns.some(({ column }) => column === wanted));
  if (tables.includes("user_profiles") && missing.length > 0)
    return fail(name, `cutover_gates.runs does not read ${missing.join(", ")} of user_profiles`, fix);
  return pass(name, `cutover_gates.runs reads ${columns.length} columns of ${tables.join(", ")}`);
}
