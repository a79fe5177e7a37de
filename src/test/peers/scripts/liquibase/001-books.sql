--liquibase formatted sql

--property name:titles value:"book"s
--property name:kind value:text
--property name:kind value:int

--changeset nene:books
--comment the shelf
create table books (id int generated always as identity primary key, title ${kind} not null);
insert into books (title) values ('Momo; a tale'), ('it''s /* kept */ -- here');
--rollback drop table books;

--changeset "Jim Knopf":"a second one" stripComments:true
create function touch() returns trigger language plpgsql as $$ -- it's gone
begin
  /* and so
     is this */
  new.title := '-- ' || new.title; -- and this
  return new;
end $$;
create trigger touch before insert on books for each row execute function touch();
/* liquibase rollback
drop trigger touch on books;
drop function touch;
*/

--changeset nene:kept stripComments:false splitStatements:false
create function one() returns int language plpgsql as $body$
begin -- this stays
  return 1;
end $body$;
select one();

--changeset nene:other dbms:mysql,oracle
create table others (id number(3));

--changeset nene:late-view runOnChange:true
create or replace view titles as select title, one() as one from books;
