--! Previous: sha1:5c852e66f8592819e6edc4c8c634f4638a3d2f4a
--! Hash: sha1:8a78333c2ff399631bb5316a6c55633f053b75e1
--! Message: loud titles

create or replace view loud_title as select id, shout(title) as title from book;
comment on view loud_title is $x$it's; loud$x$;
