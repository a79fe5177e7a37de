create or replace view loud as select shout(title) as title from book;
