-- migrate:up
create table book (id bigint generated always as identity primary key, title text not null);
create type genre as enum ('novel', 'poem');

-- migrate:down
drop type genre;
drop table book;
