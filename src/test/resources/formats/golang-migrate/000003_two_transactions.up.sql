begin;
insert into book (title) values ('one');
commit;
begin isolation level serializable;
insert into book (title) values ('two');
commit;
insert into book (title) values ('three');
