-- Up Migration
create view loud_title as select id, shout(title) as title from book where genre <> 'poem';
comment on view loud_title is 'for those who read -- up migration -- aloud';
