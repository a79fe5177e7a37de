-- Adding a stored generated column rewrites the table under an exclusive lock: do it while the table is small.
-- 'simple' because titles come in many languages; a stemmer for one language would spoil the others.
alter table books
  add column search tsvector not null generated always as (
    setweight(to_tsvector('simple', title), 'A') || setweight(to_tsvector('simple', author), 'B')
  ) stored;

-- not concurrently: the rewrite above holds the exclusive lock anyway
create index books_search_idx on books using gin (search);

-- codex:down
alter table books drop column search;
