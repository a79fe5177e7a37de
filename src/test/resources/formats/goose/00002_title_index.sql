-- +goose NO TRANSACTION
-- +goose Up
create index concurrently book_title on book (title);
analyze book;
vacuum book;
-- +goose Down
drop index concurrently book_title;
