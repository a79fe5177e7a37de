-- +goose Up
lock table book;
insert into book (title) values ('before');
commit;
create index concurrently book_title_lower on book (lower(title));
begin;
lock table book;
insert into book (title) values ('after');
