-- no-transaction
create index concurrently book_title on book (title);
vacuum book;
