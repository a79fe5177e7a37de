-- Repeatable: runs after the versioned scripts, and again whenever this file changes. CREATE OR REPLACE VIEW keeps
-- the grants but can only add columns at the end; for any other change drop the view in a versioned script first.
create or replace view library_overview as
select
  libraries.name as library,
  shelf.books,
  shelf.comics,
  shelf.series,
  pg_size_pretty(shelf.bytes) as size,
  activity.reading_now,
  activity.finished,
  activity.last_read_at
from libraries
-- one row each, so that books and their readers do not multiply each other
cross join lateral (
  select
    count(*) as books,
    count(*) filter (where books.format = 'comic') as comics,
    count(distinct books.series_id) as series,
    coalesce(sum(books.file_bytes), 0) as bytes
  from books
  where books.library_id = libraries.id
) as shelf
cross join lateral (
  select
    count(*) filter (where progress.finished_at is null) as reading_now,
    count(*) filter (where progress.finished_at is not null) as finished,
    max(progress.updated_at) as last_read_at
  from reading_progress as progress
  join books on books.id = progress.book_id
  where books.library_id = libraries.id
) as activity;

comment on view library_overview is 'one row per library: what is on its shelves and who reads it';
