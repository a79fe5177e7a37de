-- Step 3 of 3. Validating reads the table, but lets everybody read and write meanwhile.
alter table books validate constraint books_sort_title_present;

-- the valid constraint proves that there is no null, so this does not read the table under its exclusive lock
alter table books alter column sort_title set not null;

alter table books drop constraint books_sort_title_present;

-- codex:down
alter table books alter column sort_title drop not null;
alter table books
  add constraint books_sort_title_present check (sort_title is not null) not valid;
