select 'a\';
set standard_conforming_strings = off;
select 'a\';b', N'\';', B'\', $$\$$;
select 'x' 'y\';z';
set standard_conforming_strings to on;
select 'a\';
