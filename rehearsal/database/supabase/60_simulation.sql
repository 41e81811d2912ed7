-- What the sample app's work comes to, and when: decided as it begins, so that the world's time can be advanced over it.
create schema simulation;
create table simulation.import_fates (
  import_id uuid primary key,
  finishes_at timestamptz not null,
  status text not null,
  error text
);
grant usage on schema simulation to service_role;
grant select, insert on simulation.import_fates to service_role;

-- Ends the imports whose time has come.
create function simulation.settle() returns void language plpgsql as $$
begin
  with due as (
    delete from simulation.import_fates where finishes_at <= clock.now() returning *
  ), ended as (
    update public.imports set
      status = due.status,
      completed_at = case when due.status = 'complete' then due.finishes_at end,
      error = due.error
    from due where id = due.import_id returning imports.*
  )
  update public.user_profiles profile set
    full_pass_status = ended.status,
    full_pass_completed_at = ended.completed_at,
    full_pass_error = ended.error
  from ended
  where ended.pipeline = 'v2' and profile.user_id = ended.user_id and profile.full_pass_started_at = ended.started_at;
end $$;
