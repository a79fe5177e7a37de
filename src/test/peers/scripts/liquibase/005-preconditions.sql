--liquibase formatted sql

--changeset nene:base
create table done (what text);
create table "Mixed" (id int);
create table parts (id int) partition by range (id);
create view seen as select 1 as one;
create materialized view kept as select 1 as one;
drop schema if exists other cascade; create schema other; create table other.far (id int); create table many (id int);
insert into many values (1), (2);

--changeset nene:int-holds
--preconditions onFail:MARK_RAN
--precondition-sql-check expectedResult:0 select count(*) from done
insert into done values ('int-holds');

--changeset nene:int-fails
--preconditions onFail:MARK_RAN onError:HALT
--precondition-sql-check expectedResult:0 select count(*) from done;
insert into done values ('int-fails');

--changeset nene:bool-t
--preconditions onFail:MARK_RAN
--precondition-sql-check expectedResult:t select exists (select from done)
insert into done values ('bool-t');

--changeset nene:bool-true
--preconditions onFail:MARK_RAN
--precondition-sql-check expectedResult:true select exists (select from done)
insert into done values ('bool-true');

--changeset nene:text
--preconditions onFail:MARK_RAN
--precondition-sql-check expectedResult:"a b" select 'a b'
insert into done values ('text');

--changeset nene:text2
--preconditions onFail:MARK_RAN
--precondition-sql-check 'a b' select 'a b'
insert into done values ('text2');

--changeset nene:numeric
--preconditions onFail:MARK_RAN
--precondition-sql-check expectedResult:'1.50' select 1.50
insert into done values ('numeric');

--changeset nene:empty-text
--preconditions onFail:MARK_RAN
--precondition-sql-check expectedResult:x select ''
insert into done values ('empty-text');

--changeset nene:warn
--preconditions onFail:WARN
--precondition-sql-check expectedResult:1 select 0
insert into done values ('warn');

--changeset nene:two-checks
--preconditions onFail:MARK_RAN
--precondition-sql-check expectedResult:1 select 1
--precondition-sql-check expectedResult:1 select 0
insert into done values ('two-checks');

--changeset nene:replaced
--precondition-sql-check expectedResult:1 select 0
--preconditions onFail:MARK_RAN
insert into done values ('replaced');

--changeset nene:below
insert into done values ('below1');
--preconditions onFail:MARK_RAN
--precondition-sql-check expectedResult:1 select 0
insert into done values ('below2');

--changeset nene:table
--preconditions onFail:MARK_RAN
--precondition-table-exists table:done
insert into done values ('table');

--changeset nene:table-upper
--preconditions onFail:MARK_RAN
--precondition-table-exists table:DONE
insert into done values ('table-upper');

--changeset nene:table-mixed-lower
--preconditions onFail:MARK_RAN
--precondition-table-exists table:mixed
insert into done values ('table-mixed-lower');

--changeset nene:table-mixed
--preconditions onFail:MARK_RAN
--precondition-table-exists table:Mixed
insert into done values ('table-mixed');

--changeset nene:table-mixed-of-lower
--preconditions onFail:MARK_RAN
--precondition-table-exists table:Done
insert into done values ('table-mixed-of-lower');

--changeset nene:table-part
--preconditions onFail:MARK_RAN
--precondition-table-exists table:parts
insert into done values ('table-part');

--changeset nene:table-of-view
--preconditions onFail:MARK_RAN
--precondition-table-exists table:seen
insert into done values ('table-of-view');

--changeset nene:view
--preconditions onFail:MARK_RAN
--precondition-view-exists view:seen
insert into done values ('view');

--changeset nene:view-mat
--preconditions onFail:MARK_RAN
--precondition-view-exists view:kept
insert into done values ('view-mat');

--changeset nene:table-mat
--preconditions onFail:MARK_RAN
--precondition-table-exists table:kept
insert into done values ('table-mat');

--changeset nene:view-of-table
--preconditions onFail:MARK_RAN
--precondition-view-exists view:done
insert into done values ('view-of-table');

--changeset nene:table-elsewhere
--preconditions onFail:MARK_RAN
--precondition-table-exists table:far
insert into done values ('table-elsewhere');

--changeset nene:table-schema
--preconditions onFail:MARK_RAN
--precondition-table-exists table:far schema:other
insert into done values ('table-schema');

--changeset nene:table-schema-upper
--preconditions onFail:MARK_RAN
--precondition-table-exists table:far schema:OTHER
insert into done values ('table-schema-upper');

--changeset nene:spaced
-- preconditions onFail:MARK_RAN
-- precondition-sql-check  expectedResult:1  select 0
insert into done values ('spaced');

--changeset nene:two-columns
--preconditions onFail:MARK_RAN onError:WARN
--precondition-sql-check expectedResult:1 select 1, 2
insert into done values ('two-columns');

--changeset nene:no-rows-f
--preconditions onFail:MARK_RAN onError:WARN
--precondition-sql-check expectedResult:1 select id from many where id > 5
insert into done values ('no-rows-f');

--changeset nene:two-rows
--preconditions onFail:MARK_RAN onError:WARN
--precondition-sql-check expectedResult:1 select id from many
insert into done values ('two-rows');

--changeset nene:error-marked
--preconditions onFail:HALT onError:MARK_RAN
--precondition-sql-check expectedResult:1 select nosuch from many
insert into done values ('error-marked');

--changeset nene:after
insert into done values ('after');

--changeset nene:error-warn
--preconditions onFail:HALT onError:WARN
--precondition-sql-check expectedResult:1 select nosuch from many
insert into done values ('error-warn');

--changeset nene:nothing
--preconditions onFail:MARK_RAN onError:WARN
--precondition-sql-check expectedResult:null select null
insert into done values ('nothing');

--changeset nene:nothing-e
--preconditions onFail:WARN onError:MARK_RAN
--precondition-sql-check expectedResult:null select null
insert into done values ('nothing-e');

--changeset nene:two-columns-e
--preconditions onFail:WARN onError:MARK_RAN
--precondition-sql-check expectedResult:1 select 1, 2
insert into done values ('two-columns-e');

--changeset nene:lower-word
--preconditions onfail:mark_ran
--precondition-sql-check expectedResult:1 select 0
insert into done values ('lower-word');

--changeset nene:with-cte
--preconditions onFail:MARK_RAN
--precondition-sql-check expectedResult:1 with a as (select 1 as b) select b from a
insert into done values ('with-cte');

--changeset nene:values
--preconditions onFail:MARK_RAN
--precondition-sql-check expectedResult:7 values (7)
insert into done values ('values');

--changeset nene:tabbed
--preconditions	onFail:MARK_RAN
--precondition-sql-check	expectedResult:1 select 0
insert into done values ('tabbed');

--changeset nene:colon
--preconditions: onFail:MARK_RAN
--precondition-sql-check expectedResult:1 select 0
insert into done values ('colon');

--changeset nene:commented
--preconditions onFail:MARK_RAN
--precondition-sql-check expectedResult:1 select 1 -- and so on
insert into done values ('commented');

--changeset nene:char
--preconditions onFail:MARK_RAN
--precondition-sql-check expectedResult:a select 'a'::char(3)
insert into done values ('char');

--changeset nene:blanks
--preconditions onFail:MARK_RAN
--precondition-sql-check expectedResult:a select 'a '
insert into done values ('blanks');

--changeset nene:indent
   --preconditions onFail:MARK_RAN
   --precondition-sql-check expectedResult:1 select 0
insert into done values ('indent');

--changeset nene:hyphen-table
--preconditions onFail:MARK_RAN
--precondition-table-exists table:done-not
insert into done values ('hyphen-table');

--changeset nene:last
insert into done values ('last');
