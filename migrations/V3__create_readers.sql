create table readers (
  id bigint generated always as identity primary key,
  email text not null,
  display_name text not null,
  created_at timestamptz not null default now(),
  constraint readers_email_has_at check (email like '%_@_%')
);

-- Ada@example.org and ada@example.org are one reader; citext would need an extension
create unique index readers_email_key on readers (lower(email));
