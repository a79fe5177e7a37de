-- migrate:up
insert into book (title, genre) values ('a; b', 'essay'), ('c''; --', 'poem');

-- migrate:down
delete from book;
