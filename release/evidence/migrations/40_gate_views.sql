-- What gates may read: views that the app's own migrations create here, with no row that names a person.
create schema if not exists cutover_gates;
revoke all on schema cutover_gates from public;
grant usage on schema cutover_gates to cutover_reader;
grant select on all tables in schema cutover_gates to cutover_reader;
-- Those to come, by whoever owns this schema.
alter default privileges in schema cutover_gates grant select on tables to cutover_reader;
