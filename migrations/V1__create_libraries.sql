-- A library is a directory tree that is scanned for books.
create table libraries (
  id bigint generated always as identity primary key,
  name text not null,
  root_path text not null,
  created_at timestamptz not null default now(),
  constraint libraries_name_key unique (name),
  constraint libraries_root_path_key unique (root_path),
  constraint libraries_name_not_blank check (btrim(name) <> '')
);

comment on column libraries.root_path is 'absolute path; the paths of its books are relative to it';
