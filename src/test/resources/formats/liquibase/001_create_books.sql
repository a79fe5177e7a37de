--liquibase formatted sql

--changeset ann:create-books
--comment the shelf
create table book (id bigint generated always as identity primary key, title text not null);
insert into book (title) values ('Momo; a tale');
--rollback drop table book;
