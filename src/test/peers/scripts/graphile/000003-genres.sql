--! Previous: sha1:b3130874ac095ed55db30a32298e2d87ae69a684
--! Hash: sha1:5c852e66f8592819e6edc4c8c634f4638a3d2f4a
--! Message: genres

drop table if exists book_genre;
create table book_genre (name text primary key, note text default 'a; b');
alter table book add column genre text references book_genre;
