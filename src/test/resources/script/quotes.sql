-- every way to quote a semicolon; a script of our own
select ';', 'it''s;', E'\';', e'\\', U&'\0441;\', B'01', X'1F', N';';
select "a;b", "c""d;", U&"\0441;", u & ';';
select 'continued'
  -- a comment in between; it's fine
  ';', 'and'
       ' on;';
select $$;$$, $a$;$$;$b$;$a$, $été$;$ete$;$été$, $_1$;$1$;$_1$;
select $1, $2::int, a$b$c, é$d$ from t;
do $outer$
begin
  execute $inner$ create table t (a text default ';'); $inner$;
  perform 'it''s';
end $outer$ language plpgsql;
select 1 /* a; /* b; */ 'c; */ + /* "d; */ 2 -- e;
  + 3;
select a->'b;', a #>> '{c;}', 1 @-@ 2, 3*-4, 5/-6, +/* ; */7, - -8;
select a[1:2], b[lo:hi], c::text, d(e := 1), :name, :'quoted', :"named";
select 1.5e3, .5, 1., 1e5, 0x1F, 1_000;
select 1;;
;

select 'no semicolon at the end'
