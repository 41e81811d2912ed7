-- In front of pg_catalog for every role of this database: an unqualified now() is the world's.
create schema clock;
grant usage on schema clock to public;
create function clock.now() returns timestamptz language sql stable return pg_catalog.now();
create function clock.transaction_timestamp() returns timestamptz language sql stable return pg_catalog.transaction_timestamp();
create function clock.statement_timestamp() returns timestamptz language sql stable return pg_catalog.statement_timestamp();
create function clock.clock_timestamp() returns timestamptz language sql volatile return pg_catalog.clock_timestamp();
alter database postgres set search_path = clock, pg_catalog, public;
