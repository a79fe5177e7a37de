--liquibase formatted sql

--changeset nene:1 endDelimiter:@@ context:"prod and !demo"
create function three() returns int language sql as $$ select 3; $$ @@
comment on function three() is 'three @@ is a number' @@
--changeset nene:2 endDelimiter:\nGO
create table goings (id int, going text default 'GO')
GO
insert into goings values (1); insert into goings values (2)
GO
--changeset nene:3 labels:"later, or not"
create table labelled (kind ${kind});
--rollback not required
--changeset nene:view runOnChange:true
create or replace view more_titles as select title, three() as three from titles;
--changeset nene:5
create view over_it as select title from more_titles;
