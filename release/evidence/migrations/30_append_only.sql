-- Evidence is only ever added to. Always: also for the owner, and where a session plays a replica.
create or replace function cutover.refuse() returns trigger language plpgsql as $$
begin
  raise exception 'rows of %.% are only ever added: % is refused', tg_table_schema, tg_table_name, lower(tg_op)
    using errcode = 'restrict_violation';
end $$;
create or replace trigger append_only before update or delete or truncate on cutover.events
  for each statement execute function cutover.refuse();
create or replace trigger append_only before update or delete or truncate on cutover.checkpoints
  for each statement execute function cutover.refuse();
alter table cutover.events enable always trigger append_only;
alter table cutover.checkpoints enable always trigger append_only;
