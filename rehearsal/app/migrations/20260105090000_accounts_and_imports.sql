create table public.user_profiles (
  user_id text primary key,
  display_name text,
  created_at timestamptz not null default now()
);

-- One row per import of a user's export, by the pipeline that ran it.
create table public.imports (
  id uuid primary key default gen_random_uuid(),
  user_id text not null references public.user_profiles (user_id),
  pipeline text not null check (pipeline in ('v1', 'v2')),
  status text not null default 'processing' check (status in ('pending', 'processing', 'complete', 'failed')),
  storage_path text,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  completed_at timestamptz,
  error text
);
create index imports_by_time on public.imports (started_at, pipeline, status);

alter table public.user_profiles enable row level security;
alter table public.imports enable row level security;
