/**
 * The validation queries of S2.5 over the view `cutover_gates.runs`. Each gives one row, and `samples`: how many runs it
 * rests on. $1 and $2 are the window; only runs of the new version count, since at 10 % a bad one would hide in the rest.
 */

/** Runs of the new version that began in the window, with minutes until they ended, or until now. */
const runs = `
with run as (
  select status, started_at, error,
    extract(epoch from coalesce(completed_at, $2::timestamptz) - started_at) / 60 as minutes
  from cutover_gates.runs
  where version = 'v2' and started_at >= $1::timestamptz and started_at < $2::timestamptz
)`;

/** Complete or failed; one that has not ended after two hours counts as failed. */
const decided = `${runs}, decided as (
  select status = 'complete' as ok, floor(extract(epoch from $2::timestamptz - started_at) / 86400) as day
  from run
  where status in ('complete', 'failed') or minutes > 120
)`;

/** An error with what differs from one occurrence to the next taken out: addresses, quoted text, ids, numbers. */
const fingerprint = `left(regexp_replace(regexp_replace(regexp_replace(regexp_replace(lower(coalesce(error, 'no error text')),
  '[^[:space:]@]+@[^[:space:]@]+', '#', 'g'),
  '"[^"]*"|''[^'']*''', '#', 'g'),
  '[[:alnum:]_-]*[0-9][[:alnum:]_-]*|\\m[a-f]{8,}\\M', '#', 'g'),
  '[[:space:]]+', ' ', 'g'), 200)`;

const failures = `${runs}, failure as (
  select ${fingerprint} as pattern, floor(extract(epoch from $2::timestamptz - started_at) / 3600) as hour
  from run
  where status = 'failed'
)`;

/**
 * Query 1: the share that succeeded, in percent: over the window, on its worst day (of those with 20 runs or more), and the
 * ends of its 99 % Wilson interval, `at_least` and `at_most`.
 */
export const successRate = `${decided}, day as (
  select 100.0 * count(*) filter (where ok) / count(*) as share from decided group by day having count(*) >= 20
), total as (
  select count(*)::float8 as n, count(*) filter (where ok) as complete,
    count(*) filter (where ok)::float8 / nullif(count(*), 0) as share
  from decided
), interval as (
  select (share + 3.3174 / n) / (1 + 6.6349 / n) as middle,
    2.5758 * sqrt(share * (1 - share) / n + 1.6587 / n ^ 2) / (1 + 6.6349 / n) as half
  from total where n > 0
)
select n as samples, complete,
  trunc((100 * share)::numeric, 2) as success_rate,
  trunc(least((select min(day.share) from day), (100 * share)::numeric), 2) as worst_day,
  round((100 * (select middle - half from interval))::numeric, 2) as at_least,
  round((100 * (select middle + half from interval))::numeric, 2) as at_most
from total`;

/** Query 2: runs that have not ended after 30 minutes, those after two hours, and those that took as long. */
export const stuckRuns = `
select
  count(*) filter (where started_at >= $1::timestamptz) as samples,
  count(*) filter (where status = 'running' and started_at < $2::timestamptz - interval '30 minutes') as stuck,
  count(*) filter (where status = 'running' and started_at < $2::timestamptz - interval '2 hours'
    or started_at >= $1::timestamptz and completed_at > started_at + interval '2 hours') as unresolved,
  count(*) filter (where status = 'running' and started_at < $2::timestamptz - interval '30 minutes'
    and started_at >= $2::timestamptz - interval '90 minutes') as stuck_last_hour
from cutover_gates.runs
where version = 'v2' and started_at < $2::timestamptz
  and started_at >= least($1::timestamptz, $2::timestamptz - interval '30 days')`;

/** Query 3: how long runs take; shares in percent, percentiles in seconds. One that is still on counts once it is slow. */
export const durations = `${runs}
select count(*) as samples,
  trunc(100.0 * count(*) filter (where minutes < 10) / nullif(count(*), 0), 2) as under_10min,
  trunc(100.0 * count(*) filter (where minutes > 30) / nullif(count(*), 0), 2) as over_30min,
  round((60 * percentile_cont(0.5) within group (order by minutes))::numeric, 1) as p50,
  round((60 * percentile_cont(0.95) within group (order by minutes))::numeric, 1) as p95
from run
where status = 'complete' or minutes > 30`;

/** Query 4: every kind of error there was. */
export const errorPatterns = `${failures}
select (select count(*) from run where status in ('complete', 'failed')) as samples,
  (select count(*) from failure) as failed,
  coalesce((select jsonb_agg(pattern order by pattern) from
    (select pattern from failure group by pattern order by count(*) desc, pattern limit 500) as most), '[]') as patterns`;

/** Query 4 again: the hour in which one kind of error struck the largest share of runs (of those that it struck 5 times). */
export const errorBursts = `${failures}, per_hour as (
  select floor(extract(epoch from $2::timestamptz - started_at) / 3600) as hour, count(*) as runs from run group by 1
), burst as (
  select pattern, hour, count(*) as struck from failure group by pattern, hour having count(*) >= 5
), worst as (
  select pattern, 100.0 * struck / runs as share from burst join per_hour using (hour) order by 2 desc, 1 limit 1
)
select (select count(*) from run where status in ('complete', 'failed')) as samples,
  coalesce((select trunc(share, 2) from worst), 0) as worst_share,
  coalesce((select pattern from worst), '') as pattern`;

/** Query 6: runs that began in the last hour, and in a usual one of the six before. */
export const traffic = `${runs}, per_hour as (
  select hour, count(started_at) as began
  from generate_series(0, 6) as hour
  left join run on floor(extract(epoch from $2::timestamptz - started_at) / 3600) = hour
  where hour = 0 or $2::timestamptz - (hour + 1) * interval '1 hour' >= $1::timestamptz
  group by hour
)
select (select count(*) from run) as samples,
  (select began from per_hour where hour = 0) as last_hour,
  coalesce((select percentile_disc(0.5) within group (order by began) from per_hour where hour > 0), 0) as usual_hour`;

/** What cannot be right, whenever it happened. */
export const corruption = `
select count(*) as found from cutover_gates.corruption where $1::timestamptz <= $2::timestamptz`;
