-- Clients sync by updated_at, so the database sets it, whoever writes.
create function touch_updated_at() returns trigger
language plpgsql
as $touch$
begin
  new.updated_at := now();
  return new;
end;
$touch$;

create trigger books_touch_updated_at
  before update on books
  for each row
  execute function touch_updated_at();

create trigger reading_progress_touch_updated_at
  before update on reading_progress
  for each row
  execute function touch_updated_at();
