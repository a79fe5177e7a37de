insert into book (title) values ('a; b'), ('c');
