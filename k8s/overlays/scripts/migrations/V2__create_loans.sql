create table loans (book_id bigint not null references books, since date not null);
