--liquibase formatted sql

--changeset ann:title-index runInTransaction:false
create index concurrently book_title on book (title);
