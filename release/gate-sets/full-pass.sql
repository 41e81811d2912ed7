-- What the gate set full-pass reads (S2.5), for tables with full_pass_* columns. A migration of the app's own: run by
-- whoever owns public.user_profiles, since a view reads as its owner and so is not stopped by row-level security.
-- For another table change the selects below; docs/gates.md says what each column means.

create schema if not exists cutover_gates;

-- One row per run of the new version; its id names nobody. user_profiles keeps a user's last run only: where the app has a row for each
-- run, that table is the better one.
create or replace view cutover_gates.runs (id, version, status, started_at, completed_at, error) as
select
  md5(user_id::text),
  'v2'::text,
  case full_pass_status when 'complete' then 'complete' when 'failed' then 'failed' else 'running' end,
  full_pass_started_at,
  full_pass_completed_at,
  full_pass_error
from public.user_profiles
where full_pass_started_at is not null;

-- Data that cannot be right, one row each: any row is an incident (S2.11). Add what would be corruption in this app.
create or replace view cutover_gates.corruption (id, what) as
select id, 'completed before it started' from cutover_gates.runs where completed_at < started_at
union all
select id, 'complete, but nobody knows since when' from cutover_gates.runs where status = 'complete' and completed_at is null;

-- Which version each request went to, where the app records it (S2.4): the query of cutover:rollout.routing.
do $$
begin
  if to_regclass('public.imports') is not null then
    execute 'create or replace view cutover_gates.requests (at, version) as select created_at, pipeline from public.imports';
  end if;
  -- The role comes with: npx cutover evidence install
  if exists (select from pg_roles where rolname = 'cutover_reader') then
    grant usage on schema cutover_gates to cutover_reader;
    grant select on all tables in schema cutover_gates to cutover_reader;
  end if;
end
$$;
