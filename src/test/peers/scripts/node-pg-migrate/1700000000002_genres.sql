-- Down Migration
alter table book drop column genre;
drop type genre;
-- Up Migration
create type genre as enum ('novel', 'poem');
alter table book add column genre genre not null default 'novel';
