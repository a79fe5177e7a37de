package dev.codex.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a script that cannot be run gets: one sentence of fact, one of advice, and nothing of it is kept. */
@ExtendWith(PostgresExtension.class)
final class BadScriptsTest {
  private static final String GOOD = "V1__good.sql";

  @TempDir
  private Path directory;

  /** What is found before anything is sent: not even the good script is applied. */
  static Stream<Arguments> refused() {
    return Stream.of(
        script(
            "V1__again.sql",
            "select 1",
            "V1__again.sql and V1__good.sql have both version 1; give one of them another"),
        script(
            "2_name.sql",
            "select 1",
            "2_name.sql",
            "no V, R, U or B stands in front; did you mean V2__name.sql?"),
        script(
            "V2_name.sql",
            "select 1",
            "V2_name.sql",
            "two underscores",
            "did you mean V2__name.sql?"),
        encoded(
            ISO_8859_1,
            "V2__x.sql is not UTF-8: byte 0xE9 at offset 8, line 1",
            "iconv -f WINDOWS-1252 -t UTF-8"),
        encoded(
            UTF_16,
            "V2__x.sql is not UTF-8",
            "it looks like UTF-16: convert it with iconv -f UTF-16 -t UTF-8"),
        script(
            "V2__x.sql",
            "create table a ();\ncommit;\ncreate table b ();",
            "V2__x.sql:2:1: COMMIT here: Codex applies a script and its row in the history in one transaction",
            "remove it"),
        script(
            "V2__x.sql",
            "create table a ();\n  rollback;",
            "V2__x.sql:2:3: ROLLBACK here: ",
            "remove it"),
        script(
            "V2__x.sql", "begin;\ncreate table a ();", "V2__x.sql:1:1: BEGIN here: ", "remove it"),
        script(
            "V2__x.sql",
            "create table a (i int);\ncreate index concurrently on a (i);",
            "V2__x.sql:2:1: CREATE INDEX ... CONCURRENTLY cannot run inside a transaction, and CREATE TABLE in line 1 runs",
            "put line 2 into a script of its own, or write -- codex:no-transaction at the top"),
        script(
            "V2__x.sql",
            "select 1;\ninsert into good values ('its);\n",
            "V2__x.sql:2:",
            "is not closed"),
        script(
            "V2__x.sql", "do $body$ begin null; end $bdy$;\n", "V2__x.sql:1:4: ", "is not closed"),
        script("V2__x.sql", "/* a comment\nselect 1;", "V2__x.sql:1:1: ", "is not closed"),
        script(
            "V2__x.sql",
            "select 1;\n\\gset\n",
            "V2__x.sql:2:1: \\gset is a command of psql",
            "remove it"),
        script(
            "V2__x.sql",
            "select 1;\n\\i ../../etc/passwd\n",
            "V2__x.sql:2:1: this includes ../../etc/passwd, which is outside of its location",
            "put the file beside the scripts"),
        script(
            "00002_x.sql",
            "-- +goose Up\nselect 1;",
            " holds scripts of two formats, native (V1__good.sql) and goose (00002_x.sql)",
            "keep one format in a directory, or say which with migrations.format"),
        arguments(
            "V2__x.sql",
            new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0, 0, (byte) 0x80},
            List.of("V2__x.sql")),
        script(
            "V2__x.sql",
            "select 'a\0b';",
            "V2__x.sql has a NUL character",
            "PostgreSQL cannot take one"),
        script(
            "U7__x.sql",
            "select 1;",
            "U7__x.sql undoes version 7, and there is no script with that version"));
  }

  private static Arguments script(String name, String text, String... says) {
    return arguments(name, text.getBytes(StandardCharsets.UTF_8), List.of(says));
  }

  private static Arguments encoded(Charset charset, String... says) {
    return arguments("V2__x.sql", "select 'é';".getBytes(charset), List.of(says));
  }

  @ParameterizedTest(name = "{0} {2}")
  @MethodSource("refused")
  void is_refused_before_anything_runs(
      String name, byte[] text, List<String> says, TestDatabase database) {
    ScriptDirectory scripts = good().with(name, text);
    Cli.Ended ended =
        Cli.run(database.env(), "migrate", "--location", scripts.toString()).withCode(8);
    assertThat(ended.err()).contains(says).doesNotContain("Exception", "\tat ");
    assertThat(ended.errors()).hasSize(1);
    assertThat(ended.out()).isEmpty();
    assertThat(database.<String>value("select to_regclass('codex_schema_history')::text"))
        .isNull();
    assertThat(database.<String>value("select to_regclass('good')::text")).isNull();
    assertThat(Cli.run(database.env(), "validate", "--location", scripts.toString())
            .withCode(8)
            .err())
        .contains(says);
  }

  @Test
  void a_link_out_of_the_directory_is_refused_before_anything_runs(
      @TempDir Path elsewhere, TestDatabase database) throws IOException {
    Path target = Files.writeString(elsewhere.resolve("x.sql"), "create table out ();");
    Files.createSymbolicLink(good().path().resolve("V2__x.sql"), target);
    Cli.Ended ended = Cli.run(database.env(), "migrate", "--location", directory.toString());
    assertThat(ended.withCode(8).err()).contains("V2__x.sql is a link out of its location, to ");
    assertThat(database.<String>value("select to_regclass('codex_schema_history')::text"))
        .isNull();
  }

  @Test
  void they_are_told_of_at_once_where_no_server_answers() {
    Map<String, String> nobody = Map.of("DATABASE_URL", "postgres://me@127.0.0.1:1/books");
    long begun = System.nanoTime();
    assertThat(Cli.run(nobody, "migrate", "--location", directory + "/nosuch")
            .withCode(8)
            .errors())
        .singleElement()
        .asString()
        .contains("there is no directory");
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
  }

  @Test
  void a_directory_that_is_missing_or_empty_is_told(TestDatabase database) {
    String nosuch = directory + "/nosuch";
    assertThat(
            Cli.run(database.env(), "migrate", "--location", nosuch).withCode(8).errors())
        .singleElement()
        .asString()
        .contains("there is no directory " + nosuch, "create it, or name another with --location");
    assertThat(Cli.run(database.env(), "migrate", "--location", directory.toString())
            .withCode(8)
            .errors())
        .singleElement()
        .asString()
        .contains(
            "there are no scripts in " + directory + ": it is empty",
            "add one, such as V1__create_books.sql");
    assertThat(database.<String>value("select to_regclass('codex_schema_history')::text"))
        .isNull();
  }

  private ScriptDirectory good() {
    return new ScriptDirectory(directory).with(GOOD, "create table good (id int primary key);\n");
  }
}
