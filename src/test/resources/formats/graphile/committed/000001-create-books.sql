--! Previous: -
--! Hash: sha1:4681392829952b0bea6e7e560c2359fa0690e128
--! Message: create books

create table book (id bigint generated always as identity primary key, title text not null);
create function shout(t text) returns text language plpgsql as $$ begin return upper(t); end; $$;
