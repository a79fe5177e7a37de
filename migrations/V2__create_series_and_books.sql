create type book_format as enum ('epub', 'pdf', 'other');

create table series (
  id bigint generated always as identity primary key,
  library_id bigint not null references libraries (id) on delete cascade,
  name text not null,
  constraint series_library_name_key unique (library_id, name),
  -- the target of the foreign key of books: a book cannot be in a series of another library
  constraint series_library_id_key unique (library_id, id),
  constraint series_name_not_blank check (btrim(name) <> '')
);

create table books (
  id bigint generated always as identity primary key,
  library_id bigint not null references libraries (id) on delete cascade,
  series_id bigint,
  -- numeric, because a novella between volumes 1 and 2 is 1.5
  series_position numeric(6, 2),
  title text not null,
  author text not null,
  language text not null default 'en',
  format book_format not null,
  page_count integer,
  file_path text not null,
  file_bytes bigint not null,
  added_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  -- its index also serves the foreign key to libraries
  constraint books_library_file_path_key unique (library_id, file_path),
  constraint books_series_fkey foreign key (library_id, series_id) references series (library_id, id),
  constraint books_position_needs_series check (series_position is null or series_id is not null),
  constraint books_title_not_blank check (btrim(title) <> ''),
  constraint books_page_count_positive check (page_count > 0),
  constraint books_file_bytes_not_negative check (file_bytes >= 0)
);

create index books_series_idx on books (series_id, series_position) where series_id is not null;
