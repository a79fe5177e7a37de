-- The role of the pods that wait. A surplus of them is told 53300 (too many connections for the role), gives its turn up and
-- tries again: the wait of a hundred pods cannot take the last connection from the application or the migration. A pod that
-- serves keeps one: let the limit be above the number of replicas, those of a roll-out included.
--   psql -v password=... -f reader-role.sql
create role codex_reader login password :'password' connection limit 20;
-- the history is in this schema (migrations.schema); SELECT on its tables comes from migrations.readers
grant usage on schema public to codex_reader;
