-- migrate:up transaction:false
create index concurrently book_title on book (title);

-- migrate:down transaction:false
drop index concurrently book_title;
