-- One statement over the set, and only rows that change: the same result however often it runs.
update books
set format = 'comic'
where format = 'other'
  and file_path ~* '[.]cb[7rtz]$';

-- codex:down
-- comics that were added since become 'other' too, which is what the older release expects
update books
set format = 'other'
where format = 'comic';
