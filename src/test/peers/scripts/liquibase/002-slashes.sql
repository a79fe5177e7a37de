--liquibase formatted sql

--changeset nene:1 endDelimiter:/
create function two() returns int language plpgsql as $$
begin
  return 4 / 2;
end $$
/
create table halves (id int primary key, half int generated always as (id / 2) stored)
/
--ignoreLines:start
this is not SQL
--ignoreLines:end

--changeset nene:2
create table plain (id int)
go
--ignoreLines:1
nor is this
create index plain_id on plain (id)
go
