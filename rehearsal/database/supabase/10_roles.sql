-- The roles that Supabase's API turns a key into. Here the app reaches the database itself, so the roles may log in.
create role anon noinherit;
create role authenticated noinherit;
create role service_role noinherit bypassrls;
grant usage on schema public to anon, authenticated, service_role;
alter default privileges in schema public grant all on tables to service_role;
alter default privileges in schema public grant all on sequences to service_role;
alter default privileges in schema public grant execute on functions to service_role;
alter default privileges in schema public grant select, insert, update, delete on tables to anon, authenticated;
