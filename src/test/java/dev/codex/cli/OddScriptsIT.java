package dev.codex.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scripts that are unusual, and work. */
@ExtendWith(PostgresExtension.class)
final class OddScriptsIT {
  private static final int FIFTY_MEGABYTES = 50 << 20;

  @TempDir
  private Path directory;

  private Cli.Ended migrate(TestDatabase database) {
    return Cli.run(database.env(), "migrate", "--location", directory.toString())
        .withCode(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\uFEFFcreate table a (id int);\n",
        "create table a (\r\n  id int -- a comment\r\n);\r\n",
        "create table a (id int); -- the last line",
        "create table a (id int) -- no semicolon either",
        "begin;\ncreate table a (id int);\ncommit;\n",
        "create table a (id int);;;\n;",
        "create table a (id int);\ncopy a from stdin;\n\\.\n"
      })
  void make_their_table(String text, TestDatabase database) {
    new ScriptDirectory(directory).with("V1__a.sql", text);
    assertThat(migrate(database).out()).startsWith("applied 1 migration");
    assertThat(database.<Long>value("select count(*) from a")).isZero();
    assertThat(migrate(database).out()).startsWith("nothing to do");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n\n", "-- only a comment", "\uFEFF", "/* nothing */;\n;"})
  void do_nothing_and_are_recorded(String text, TestDatabase database) {
    new ScriptDirectory(directory)
        .with("V1__nothing.sql", text)
        .with("V2__a.sql", "create table a (id int);");
    assertThat(migrate(database).out()).startsWith("applied 2 migrations");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "set search_path = other",
        "set search_path = ''",
        "select pg_catalog.set_config('search_path', '', false)",
        "set role %s_writer",
        "set session authorization default",
        "reset all",
        "reset role",
        "discard temp",
        "set statement_timeout = 1",
        "set client_min_messages = error; set datestyle = 'German'",
        "set standard_conforming_strings = off",
        "set default_transaction_read_only = on",
        "set constraints all deferred",
        "create temp table codex_schema_history (x int); create temp table pg_class (x int)",
        "create schema mine; set search_path = mine, pg_catalog; create function mine.now() returns int language sql as 'select 1'"
      })
  void change_the_session_and_are_recorded_all_the_same(String statement, TestDatabase database) {
    String writer = database.createRole("writer");
    database.executeAsSuperuser("grant " + writer + " to " + database.username()
        + "; create schema other authorization " + database.username());
    new ScriptDirectory(directory)
        .with("V1__session.sql", statement.formatted(database.username()) + ";\n")
        .with("V2__a.sql", "create table a (id int);\n");
    migrate(database);
    assertThat(database.<String>value(
            "select tableowner from pg_tables where schemaname = 'public' and tablename = 'a'"))
        .isEqualTo(database.username());
    assertThat(database.<Long>value("select count(*) from public.codex_schema_history"))
        .isEqualTo(2);
  }

  @Test
  void may_be_of_50_megabytes_in_a_small_memory(TestDatabase database) throws IOException {
    long rows = writeLarge(directory.resolve("V1__large.sql"));
    long start = System.nanoTime();
    CodexProcess.with(database.env())
        .java("-Xmx256m")
        .run("migrate", "--location", directory.toString())
        .end(Duration.ofMinutes(3))
        .withCode(0);
    System.out.printf(
        "a script of 50 MB: %d s%n", Duration.ofNanos(System.nanoTime() - start).toSeconds());
    assertThat(database.<Long>value("select count(*) from large")).isEqualTo(rows);
    CodexProcess.with(database.env())
        .java("-Xmx256m")
        .run("migrate", "--location", directory.toString())
        .end()
        .withCode(0);
  }

  private static long writeLarge(Path file) throws IOException {
    String filler = "x".repeat(900);
    long rows = 0;
    try (Writer writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      writer.write("create table large (id int, text text);\n");
      for (long size = 0; size < FIFTY_MEGABYTES; rows++) {
        String row = "insert into large values (" + rows + ", '" + filler + "ü;');\n";
        writer.write(row);
        size += row.length() + 1;
      }
    }
    return rows;
  }
}
