package dev.codex.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.migration.CodexException.ScriptsInvalid;
import dev.codex.migration.Migration;
import dev.codex.postgres.ScriptRunner.Way;
import dev.codex.runtime.Ended;
import dev.codex.runtime.Migrator;
import dev.codex.runtime.Scripts;
import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Scripts of a size and a kind that nobody writes by hand. */
@ExtendWith({VertxExtension.class, PostgresExtension.class})
final class LargeScriptsTest {
  /** About 90 MB; -Dcodex.copy.rows=11000000 makes a gigabyte, which needs no more memory. */
  private static final int ROWS = Integer.getInteger("codex.copy.rows", 1_000_000);

  @TempDir
  private Path directory;

  @Test
  void a_hundred_megabytes_of_rows_need_little_memory(TestDatabase database) throws Exception {
    String row =
        "\tthe quick brown fox jumps over the lazy dog\tfive\\tboxing\t\\N\t2024-01-01 00:00:00+00\n";
    Path file = directory.resolve("V1__rows.sql");
    try (BufferedWriter writer = Files.newBufferedWriter(file)) {
      writer.write(
          "create table t (a int, b text, c text, d text, e timestamptz);\ncopy t from stdin;\n");
      for (int i = 0; i < ROWS; i++) {
        writer.write(i + row);
      }
      writer.write("\\.\n");
    }
    assertThat(migrate("-Xmx64m", database)).contains("applied 1 migration");
    assertThat(database.<Long>value("select count(*) from t")).isEqualTo(ROWS);
    assertThat(database.<Long>value("select sum(a) from t")).isEqualTo(ROWS * (ROWS - 1L) / 2);
    assertThat(
            database.<Long>value("select count(*) from t where c = E'five\\tboxing' and d is null"))
        .isEqualTo(ROWS);
  }

  @Test
  void a_statement_of_200_MB_is_refused_in_a_sentence(TestDatabase database) throws Exception {
    try (BufferedWriter writer = Files.newBufferedWriter(directory.resolve("V1__one.sql"))) {
      writer.write("create table t ();\n\nselect '");
      for (int i = 0; i < 2_000_000; i++) {
        writer.write(
            "a hundred characters of text, which are a hundred with the line end and all, of which there are too many\n");
      }
      writer.write("';\n");
    }
    assertThat(migrate("-Xmx320m", database))
        .contains("V1__one.sql:3:1: this statement is longer than 64 million characters; split it");
    assertThat(database.<String>value("select to_regclass('t')::text")).isNull();
  }

  private String migrate(String memory, TestDatabase database) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            memory,
            "-cp",
            System.getProperty("java.class.path"),
            "dev.codex.cli.Main",
            "migrate",
            "--location",
            directory.toString())
        .redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.matches("(CODEX_|PG).*|DATABASE_URL"));
    builder.environment().putAll(database.env());
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    process.waitFor();
    return output;
  }

  @Test
  void a_hundred_thousand_statements_are_applied_in_one_transaction(
      Vertx vertx, TestDatabase database) {
    Scripts scripts = Scripts.in(directory)
        .with(
            "V1__many.sql",
            "create table t (a int);\n" + "insert into t values (1);\n".repeat(100_000));
    Ended.well(Migrator.create(vertx, scripts.config(database)).migrate());
    assertThat(database.<Long>value("select count(*) from t")).isEqualTo(100_000);
    assertThat(database.<Long>value("select count(distinct xmin::text) from t")).isEqualTo(1);
  }

  @Test
  void a_file_that_grows_while_it_is_applied_leaves_nothing(Vertx vertx, TestDatabase database)
      throws IOException {
    try (RunnerFixture runner = RunnerFixture.on(vertx, directory, database)) {
      String text = "create table t (a text);\ncopy t from stdin;\n"
          + ("x".repeat(99) + "\n").repeat(100_000) + "\\.\n";
      Migration migration = runner.find(text);
      assertThat(migration.script().text()).isEmpty();
      Files.writeString(
          directory.resolve("V1__script.sql"), "select 1;\n", StandardOpenOption.APPEND);
      assertThat(Ended.badly(runner.apply(migration, Way.IN_PARTS), ScriptsInvalid.class))
          .hasMessageStartingWith(
              "V1__script.sql was changed while it was being applied, and nothing of it was kept");
      assertThat(database.<String>value("select to_regclass('t')::text")).isNull();
    }
  }

  @Test
  void a_NUL_byte_is_refused_before_anything_is_applied(Vertx vertx, TestDatabase database)
      throws IOException {
    Scripts scripts = Scripts.in(directory).with("V1__first.sql", "create table t ();");
    Files.writeString(directory.resolve("V2__nul.sql"), "select 1;\nselect '\0';");
    assertThat(Ended.badly(
            Migrator.create(vertx, scripts.config(database)).migrate(), ScriptsInvalid.class))
        .hasMessageStartingWith("V2__nul.sql has a NUL character");
    Files.writeString(
        directory.resolve("V2__nul.sql"), "select 1;\n".repeat(1_000_000) + "select '\0';");
    assertThat(Ended.badly(
            Migrator.create(vertx, scripts.config(database)).migrate(), ScriptsInvalid.class))
        .hasMessageStartingWith("V2__nul.sql:1000001:9: a NUL character");
    assertThat(database.<String>value("select to_regclass('t')::text")).isNull();
  }
}
