-- What happened to each rollout, and what was measured: the truth that promotions are judged by (S2.2, S2.5).
create schema if not exists cutover;
revoke all on schema cutover from public;

-- One sequence for both tables: ids tell which row came first.
create sequence if not exists cutover.row_id as bigint;

create table if not exists cutover.events (
  rollout text not null check (rollout <> ''),
  id bigint not null,
  at timestamptz not null,
  kind text not null check (kind <> ''),
  actor text not null check (actor <> ''),
  commit text,
  -- The rest of it, as it was given: json keeps the order of columns, jsonb would not.
  fact json not null,
  primary key (rollout, id)
);

create table if not exists cutover.checkpoints (
  rollout text not null check (rollout <> ''),
  id bigint not null,
  at timestamptz not null,
  slot timestamptz not null,
  scheduled boolean not null,
  percent integer not null check (percent between 0 and 100),
  outcome text not null check (outcome in ('pass', 'fail', 'inconclusive')),
  actor text not null check (actor <> ''),
  commit text,
  -- All of it, as it was given: every gate with its figures, and the digest over them.
  fact json not null,
  primary key (rollout, id),
  -- Two runs for one moment leave one row.
  unique (rollout, slot, scheduled)
);
-- Few among the many that are taken every few minutes.
create index if not exists scheduled_checkpoints on cutover.checkpoints (rollout, id) where scheduled;

comment on table cutover.events is 'Promotions, rollbacks, holds and complaints of each rollout; rows are only ever added';
comment on table cutover.checkpoints is 'Evidence as it was measured, one row per checkpoint; rows are only ever added';

-- Time and order are the database's, whatever a client sends. An unqualified now(), so that a rehearsal can give it another.
create or replace function cutover.stamp() returns trigger language plpgsql as $$
begin
  -- One writer per rollout at a time, so that no row is older than the one before it, also when a clock is set back.
  perform pg_advisory_xact_lock(hashtextextended('cutover ' || new.rollout, 0));
  new.at := greatest(
    date_trunc('milliseconds', now()),
    (select at from cutover.events where rollout = new.rollout order by id desc limit 1),
    (select at from cutover.checkpoints where rollout = new.rollout order by id desc limit 1)
  );
  new.id := nextval('cutover.row_id');
  return new;
end $$;
create or replace trigger stamp before insert on cutover.events
  for each row execute function cutover.stamp();
create or replace trigger stamp before insert on cutover.checkpoints
  for each row execute function cutover.stamp();

grant usage on schema cutover to cutover_recorder;
grant usage on sequence cutover.row_id to cutover_recorder;
grant select, insert on cutover.events, cutover.checkpoints to cutover_recorder;
