-- Two logins, each for one purpose. Neither can come in before `npx cutover evidence install` has given it a password.
do $$
begin
  if not exists (select from pg_catalog.pg_roles where rolname = 'cutover_recorder') then
    create role cutover_recorder login noinherit;
  end if;
  if not exists (select from pg_catalog.pg_roles where rolname = 'cutover_reader') then
    create role cutover_reader login noinherit;
  end if;
end $$;

-- What a client that hangs can hold up; the clients set tighter limits of their own.
alter role cutover_recorder set statement_timeout = '10s';
alter role cutover_recorder set lock_timeout = '5s';
alter role cutover_recorder set idle_in_transaction_session_timeout = '60s';
alter role cutover_reader set statement_timeout = '60s';
alter role cutover_reader set lock_timeout = '10s';
alter role cutover_reader set idle_in_transaction_session_timeout = '60s';
alter role cutover_reader set default_transaction_read_only = on;
