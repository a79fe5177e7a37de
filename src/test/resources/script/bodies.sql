-- what holds semicolons without quotes; a script of our own
create function plain(a int) returns int
  language sql
  begin atomic
    select case when a > 0 then 1 else case a when 0 then 0 end end;
    select a;
  end;

CREATE OR REPLACE PROCEDURE Loud(a int DEFAULT (CASE WHEN true THEN 1 END))
  LANGUAGE sql
  BEGIN /* c; */ ATOMIC
    INSERT INTO t VALUES (a);
    UPDATE t SET a = "end" WHERE 'end' = "case";
  END;
create function returning() returns int return case when true then 1 end;
create rule r as on insert to t do instead (insert into a values (1); delete from b where c = ')');
create schema s
  create table t (a int)
  create view v as select a from t;
create view "begin" as select case when true then 1 end as x;
begin;
select 1;
end;
create trigger g before update on t for each row when (old.* is distinct from new.*) execute function f();
grant select on t to r;
