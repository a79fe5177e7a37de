drop function shout;
drop table book;
