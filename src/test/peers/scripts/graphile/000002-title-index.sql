--! Previous: sha1:4681392829952b0bea6e7e560c2359fa0690e128
--! Hash: sha1:b3130874ac095ed55db30a32298e2d87ae69a684
--! Message: title index

--! no-transaction
create index concurrently book_title on book (title);
