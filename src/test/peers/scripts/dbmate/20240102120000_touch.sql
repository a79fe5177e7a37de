-- migrate:up
alter table book add updated_at timestamptz not null default now(), add genre genre;
create function touch() returns trigger language plpgsql as $$
begin
  new.updated_at := now(); -- not ; the end
  return new;
end;
$$;
create trigger touch before update on book for each row execute function touch();

-- migrate:down
drop function touch cascade;
alter table book drop updated_at, drop genre;
