create table book (id bigint generated always as identity primary key, title text not null);
create function shout(t text) returns text language plpgsql as $$ begin return upper(t); end; $$;
