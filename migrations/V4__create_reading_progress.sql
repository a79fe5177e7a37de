-- One row per reader and book: where the reader is, not how they got there.
create table reading_progress (
  reader_id bigint not null references readers (id) on delete cascade,
  book_id bigint not null references books (id) on delete cascade,
  percent smallint not null default 0,
  started_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  finished_at timestamptz,
  primary key (reader_id, book_id),
  constraint reading_progress_percent_range check (percent between 0 and 100),
  constraint reading_progress_finished_is_whole check (finished_at is null or percent = 100),
  constraint reading_progress_finished_after_start check (finished_at >= started_at)
);

-- the primary key leads with reader_id; without this, deleting a book reads the whole table
create index reading_progress_book_idx on reading_progress (book_id);
