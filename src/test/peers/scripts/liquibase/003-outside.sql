--liquibase formatted sql logicalFilePath:elsewhere/outside.sql

--changeset nene:1 runInTransaction:false
create index concurrently books_title on books (title);
--changeset nene:2 runInTransaction:false
create index concurrently books_title_2 on books (title);
--changeset nene:3
begin;
alter table books add author text;
commit;
alter table books add pages int;
--changeset nene:4 context:demo
insert into books (title, author) values ('demo', 'x');
