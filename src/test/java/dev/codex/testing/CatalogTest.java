package dev.codex.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(PostgresExtension.class)
final class CatalogTest {
  private static final String SCHEMA = """
      create type mood as enum ('sad', 'happy');
      create domain positive as int check (value > 0);
      create type pair as (a int, b text);
      create type span as range (subtype = float8);
      create table author (id bigint generated always as identity primary key, name text not null default 'x',
        upper_name text generated always as (upper(name)) stored, feeling mood, parts pair[], size positive);
      create index author_name on author (lower(name)) where id > 3;
      create table book (id serial primary key, author bigint references author on delete cascade, unique (author, id));
      alter table book add constraint sane check (id > 0) not valid;
      create table measured (at date, value int) partition by range (at);
      create table measured_2025 partition of measured for values from ('2025-01-01') to ('2026-01-01');
      create view authors with (security_barrier) as select id, name from author;
      create materialized view counted as select count(*) from book with no data;
      create function touch() returns trigger language plpgsql as $$ begin return new; end $$;
      create procedure nothing() language sql as 'select 1';
      create aggregate total (int) (sfunc = int4pl, stype = int, initcond = '0');
      create trigger touched before update on author for each row execute function touch();
      create rule ignored as on delete to book do instead nothing;
      alter table author enable row level security;
      create policy own on author for select using (name = current_user);
      create statistics correlated (dependencies) on id, author from book;
      create sequence spare increment 7 cache 3;
      create schema other;
      create table other.author ();
      comment on table author is 'who writes';
      comment on column author.name is 'as printed';
      grant select (id, name) on author to public;
      alter default privileges in schema other grant select on tables to public;
      """;

  @Test
  void says_the_same_of_two_databases_that_were_built_alike(TestDatabase database) {
    database.execute(SCHEMA);
    String first = database.dumpSchema();
    database.execute("drop owned by current_user cascade; create schema if not exists public");
    database.execute(SCHEMA);
    assertThat(database.dumpSchema()).isEqualTo(first).doesNotContain(database.name());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alter type mood add value 'angry' before 'sad'",
        "alter domain positive drop constraint positive_check",
        "alter table author alter column name set default 'y'",
        "alter table author alter column size type int",
        "alter table author drop column upper_name",
        "alter table book validate constraint sane",
        "update pg_index set indisvalid = false where indexrelid = 'author_name'::regclass",
        "drop index author_name",
        "create or replace view authors with (security_barrier) as select id, lower(name) as name from author",
        "create or replace function touch() returns trigger language plpgsql as $$ begin return null; end $$",
        "alter table author disable trigger touched",
        "drop rule ignored on book",
        "alter policy own on author using (true)",
        "alter sequence spare cache 4",
        "alter table other.author owner to postgres",
        "comment on column author.name is null",
        "revoke select (id) on author from public",
        "alter default privileges for role current_user in schema other revoke select on tables from public",
        "create extension citext",
        "create table measured_2026 partition of measured for values from ('2026-01-01') to ('2027-01-01')"
      })
  void sees_a_change(String change, TestDatabase database) {
    database.execute(SCHEMA);
    String before = database.dumpSchema();
    database.executeAsSuperuser(change.replace("current_user", database.username()));
    assertThat(database.dumpSchema()).isNotEqualTo(before);
  }

  @Test
  void leaves_out_the_tables_of_Codex(TestDatabase database) {
    String before = database.dumpSchema();
    database.execute(
        "create table codex_history (id int generated always as identity primary key, by text unique);"
            + " comment on column codex_history.by is 'who'");
    assertThat(database.dumpSchema()).isEqualTo(before);
  }

  @Test
  void leaves_out_the_members_of_an_extension(TestDatabase database) {
    List<String> before = lines(database);
    database.executeAsSuperuser("create extension citext; create extension hstore");
    assertThat(lines(database).stream().filter(line -> !before.contains(line)))
        .hasSize(4)
        .allMatch(line -> line.matches("(comment \\| )?extension \\| .*"));
  }

  private static List<String> lines(TestDatabase database) {
    return Stream.of(database.dumpSchema().split("\n")).toList();
  }
}
