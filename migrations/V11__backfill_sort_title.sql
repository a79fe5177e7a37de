-- Step 2 of 3, in a transaction of its own: only the rows it writes are locked, readers never wait. It moves
-- updated_at too, so clients fetch the new column. Fill tens of millions of rows in batches instead.
update books
set sort_title = sort_title_of(title)
where sort_title is null;

-- codex:down
-- nothing to undo: the down section of V10 drops the column with its values
