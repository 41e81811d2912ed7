-- How a user's last import by the new pipeline went.
alter table public.user_profiles
  add column full_pass_status text not null default 'pending'
    check (full_pass_status in ('pending', 'processing', 'complete', 'failed')),
  add column full_pass_started_at timestamptz,
  add column full_pass_completed_at timestamptz,
  add column full_pass_error text;
create index user_profiles_by_full_pass on public.user_profiles (full_pass_started_at, full_pass_status);
