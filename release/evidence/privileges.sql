-- What the role that asks may do in this database, and should not. Everything is read from the catalogue, which anybody may read.
with relations as (
  select c.oid, n.nspname as schema, format('%I.%I', n.nspname, c.relname) as name
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'v', 'm', 'f')
    and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_(toast|temp)'
    and has_schema_privilege(n.oid, 'usage')
    -- What an extension shows to everybody is its own affair.
    and not exists (select from pg_catalog.pg_depend d where d.objid = c.oid and d.deptype = 'e')
), functions as (
  select format('%I.%I', n.nspname, p.proname) as name
  from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
  where p.prosecdef and p.prorettype <> 'trigger'::regtype and p.prorettype <> 'event_trigger'::regtype
    and n.nspname not in ('pg_catalog', 'information_schema')
    and has_schema_privilege(n.oid, 'usage') and has_function_privilege(p.oid, 'execute')
    and not exists (select from pg_catalog.pg_depend d where d.objid = p.oid and d.deptype = 'e')
)
select
  session_user::text as role,
  pg_is_in_recovery() as replica,
  (select rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls
    from pg_catalog.pg_roles where rolname = session_user) as powerful,
  array(select r.rolname::text from pg_catalog.pg_roles r
    where r.rolname <> session_user and pg_has_role(session_user, r.oid, 'member') order by 1) as memberships,
  array(select n.nspname::text from pg_catalog.pg_namespace n
    where n.nspname !~ '^pg_' and has_schema_privilege(n.oid, 'create') order by 1) as creates_in,
  array(select name from relations
    where has_any_column_privilege(oid, 'select') order by 1) as reads,
  array(select name from relations where has_any_column_privilege(oid, 'insert') order by 1) as inserts,
  array(select name from relations
    where has_any_column_privilege(oid, 'update') or has_table_privilege(oid, 'delete,truncate') order by 1) as changes,
  array(select format('%I.%I', n.nspname, c.relname)
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'cutover_gates' and c.relkind in ('r', 'p', 'v', 'm', 'f') order by 1) as views,
  array(select name from functions order by 1) as runs_as_owner
