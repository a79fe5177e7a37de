-- CREATE INDEX CONCURRENTLY lets everybody write while it builds, and cannot run in a transaction block. A script made
-- only of such statements runs outside one, statement by statement. No IF NOT EXISTS: it would accept the invalid
-- index that an interrupted build leaves behind.
create index concurrently books_shelf_idx on books (library_id, sort_title);

-- the shelf "continue reading"
create index concurrently reading_progress_unfinished_idx
  on reading_progress (reader_id, updated_at desc)
  where finished_at is null;

-- codex:down
drop index concurrently if exists reading_progress_unfinished_idx;
drop index concurrently if exists books_shelf_idx;
