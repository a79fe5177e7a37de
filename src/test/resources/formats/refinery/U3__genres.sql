drop table if exists book_genre;
create table book_genre (name text primary key, note text default 'a; b');
alter table book add column genre text references book_genre;
