insert into book (title) values ('a');
create index concurrently book_title on book (title);
