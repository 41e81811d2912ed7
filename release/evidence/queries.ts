/** As JSON, so that its figures come back in the order of their columns. `$1`: the rollout. */
const event = "json_build_object('id', id, 'at', at, 'kind', kind, 'actor', actor, 'commit', commit, 'fact', fact)";
const checkpoint = "json_build_object('id', id, 'at', at, 'actor', actor, 'commit', commit, 'fact', fact)";

export const insertEvent = `insert into cutover.events (rollout, kind, fact, actor, commit)
values ($1, $2, $3, $4, $5) returning ${event} as row`;

export const insertCheckpoint = `insert into cutover.checkpoints
  (rollout, slot, scheduled, percent, outcome, fact, actor, commit)
values ($1, $2, $3, $4, $5, $6, $7, $8)
on conflict (rollout, slot, scheduled) do nothing returning ${checkpoint} as row`;

/**
 * One statement, so one moment. Bounded: of complaints and drifts the last 1,000, of other events the last 3,000; of
 * scheduled checkpoints the last 2,000; of the others the last 1,000, as far as they fit in 4 MB.
 */
export const selectHistory = `
with event_rows as (
  select *, row_number() over (partition by kind in ('complaint', 'drifted') order by id desc) as nth
  from cutover.events where rollout = $1
), scheduled as (
  select *, 0::bigint as bytes from cutover.checkpoints where rollout = $1 and scheduled order by id desc limit 2000
), others as (
  select *, sum(octet_length(fact::text)) over (order by id desc) as bytes
  from (select * from cutover.checkpoints where rollout = $1 and not scheduled order by id desc limit 1000) newest
)
select json_build_object(
  'now', greatest(
    date_trunc('milliseconds', now()),
    (select at from cutover.events where rollout = $1 order by id desc limit 1),
    (select at from cutover.checkpoints where rollout = $1 order by id desc limit 1)
  ),
  'events', (
    select coalesce(json_agg(${event} order by id), '[]') from event_rows
    where nth <= case when kind in ('complaint', 'drifted') then 1000 else 3000 end
  ),
  'checkpoints', (
    select coalesce(json_agg(${checkpoint} order by id), '[]')
    from (select * from scheduled union all select * from others where bytes <= 4000000) kept
  )
) as history`;
