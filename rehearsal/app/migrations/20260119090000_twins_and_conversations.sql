create table public.twins (
  id text primary key,
  owner_id text not null,
  name text not null,
  traits text[] not null default '{}',
  share_token text unique,
  created_at timestamptz not null default now()
);

create table public.conversations (
  id uuid primary key default gen_random_uuid(),
  twin_id text not null references public.twins (id),
  user_id text,
  channel text not null check (channel in ('owner', 'public')),
  status text not null default 'completed',
  message text not null,
  reply text not null,
  created_at timestamptz not null default now()
);

-- What a twin learns from. Nothing said in public is among it.
create table public.training_examples (
  id uuid primary key default gen_random_uuid(),
  twin_id text not null references public.twins (id),
  conversation_id uuid references public.conversations (id),
  content text not null,
  created_at timestamptz not null default now()
);

alter table public.twins enable row level security;
alter table public.conversations enable row level security;
alter table public.training_examples enable row level security;
create policy own_conversations on public.conversations for all to authenticated using (user_id = auth.uid()::text);

insert into public.twins (id, owner_id, name, traits, share_token)
values ('twin-ada', 'user-ada', 'Ada', '{curious,direct}', 'share-ada-0001');
