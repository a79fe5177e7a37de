-- +goose Up
create table book (id bigint generated always as identity primary key, title text not null);
-- +goose StatementBegin
create function shout(t text) returns text language plpgsql as $$
begin
  return upper(t);
end;
$$;
-- +goose StatementEnd
insert into book (title) values ('a;b'), ('c');

-- +goose Down
drop function shout;
drop table book;
