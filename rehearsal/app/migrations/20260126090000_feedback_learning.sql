create table public.learning_jobs (
  id uuid primary key default gen_random_uuid(),
  twin_id text not null,
  type text not null default 'feedback_learning' check (type in ('feedback_learning')),
  status text not null default 'queued' check (status in ('queued', 'processing', 'processed', 'failed')),
  requested_by text not null,
  regression_gate text not null default 'pending' check (regression_gate in ('pending', 'passed', 'failed', 'skipped')),
  published boolean not null default false,
  error text,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz
);
create index learning_jobs_by_twin on public.learning_jobs (twin_id, created_at);

create table public.feedback_events (
  id uuid primary key default gen_random_uuid(),
  twin_id text not null,
  user_id text not null,
  rating text not null check (rating in ('up', 'down')),
  comment text,
  -- The job that learns from it; null: none yet.
  job_id uuid references public.learning_jobs (id),
  created_at timestamptz not null default now()
);
create index feedback_events_not_learnt on public.feedback_events (twin_id) where job_id is null;

alter table public.learning_jobs enable row level security;
alter table public.feedback_events enable row level security;
