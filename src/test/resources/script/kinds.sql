\set ON_ERROR_STOP on
\restrict Abc
set lock_timeout = '5s';
create /* not */ index -- really
  concurrently if not exists i on t (a);
reindex (verbose, concurrently) table t;
alter table only s.t detach partition "s"."p" concurrently;
vacuum (analyze) t;
do $$ begin commit; end $$;
refresh materialized view concurrently v;
copy t (a, "b;") from stdin with (format csv);
1,';
"2",$$
\.
copy t from '/data.csv';
start transaction;
savepoint a;
rollback to a;
rollback;
prepare transaction 'x';
/* create database d; */ select 'drop database d;';
\unrestrict Abc
