-- A shelf to look at; leave this script out of a real project. Keys are looked up by name, never written as numbers.
insert into libraries (name, root_path)
values
  ('Classics', '/srv/books/classics'),
  ('Comics', '/srv/books/comics');

insert into series (library_id, name)
select libraries.id, example.series
from (values
  ('Classics', 'Sherlock Holmes'),
  ('Comics', 'Little Nemo')
) as example (library, series)
join libraries on libraries.name = example.library;

-- the comics are filed as 'other': the type has no better value yet
insert into books (
  library_id, series_id, series_position, title, author, language, format, page_count, file_path, file_bytes)
select libraries.id, series.id, example.position, example.title, example.author, example.language,
  example.format::book_format, example.pages, example.path, example.bytes
from (values
  ('Classics', 'Sherlock Holmes', 1, 'A Study in Scarlet', 'Arthur Conan Doyle', 'en', 'epub', 188, 'doyle/scarlet.epub', 412160),
  ('Classics', 'Sherlock Holmes', 2, 'The Sign of the Four', 'Arthur Conan Doyle', 'en', 'epub', 170, 'doyle/four.epub', 398336),
  ('Classics', null, null, 'Pride and Prejudice', 'Jane Austen', 'en', 'epub', 432, 'austen/pride.epub', 754688),
  ('Classics', null, null, 'Les Misérables', 'Victor Hugo', 'fr', 'pdf', 1462, 'hugo/miserables.pdf', 9437184),
  ('Comics', 'Little Nemo', 1, 'Little Nemo in Slumberland', 'Winsor McCay', 'en', 'other', 64, 'nemo/1905.cbz', 88080384),
  ('Comics', 'Little Nemo', 2, 'In the Land of Wonderful Dreams', 'Winsor McCay', 'en', 'other', 58, 'nemo/1911.CBR', 79691776)
) as example (library, series, position, title, author, language, format, pages, path, bytes)
join libraries on libraries.name = example.library
left join series on series.library_id = libraries.id and series.name = example.series;

insert into readers (email, display_name)
values
  ('ada@example.org', 'Ada'),
  ('grace@example.org', 'Grace');

insert into reading_progress (reader_id, book_id, percent, started_at, updated_at, finished_at)
select readers.id, books.id, example.percent, example.started::timestamptz, example.updated::timestamptz,
  case when example.percent = 100 then example.updated::timestamptz end
from (values
  ('ada@example.org', 'doyle/scarlet.epub', 100, '2024-03-01 20:15+00', '2024-03-09 22:40+00'),
  ('ada@example.org', 'doyle/four.epub', 35, '2024-03-10 19:30+00', '2024-03-12 21:05+00'),
  ('grace@example.org', 'austen/pride.epub', 80, '2024-02-11 08:05+00', '2024-03-11 07:50+00'),
  ('grace@example.org', 'nemo/1905.cbz', 100, '2024-01-20 17:00+00', '2024-01-20 18:10+00')
) as example (email, path, percent, started, updated)
join readers on readers.email = example.email
join books on books.file_path = example.path;
