-- atlas:txmode none

create index concurrently book_title on book (title);
