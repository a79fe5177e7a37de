-- Step 1 of 3 to a new NOT NULL column without a long lock: everything here takes milliseconds at any table size.
-- Not a generated column, because a librarian may set a sort title by hand.
alter table books add column sort_title text;

create function sort_title_of(title text) returns text
language sql
immutable strict parallel safe
as $$ select lower(regexp_replace(title, '^(the|an?)\s+(.+)$', '\2, \1', 'i')) $$;

-- releases that do not know the column go on writing while this one rolls out
create function fill_sort_title() returns trigger
language plpgsql
as $fill$
begin
  new.sort_title := sort_title_of(new.title);
  return new;
end;
$fill$;

create trigger books_fill_sort_title
  before insert or update on books
  for each row
  when (new.sort_title is null)
  execute function fill_sort_title();

-- not valid: holds for every row written from now on, the old ones are not read yet
alter table books
  add constraint books_sort_title_present check (sort_title is not null) not valid;

-- codex:down
-- sort titles set by hand are lost
drop trigger books_fill_sort_title on books;
alter table books drop column sort_title;
drop function fill_sort_title();
drop function sort_title_of(text);
