package dev.codex.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.migration.CodexException.MigrationFailed;
import dev.codex.migration.CodexException.ScriptsInvalid;
import dev.codex.migration.ScriptFailure;
import dev.codex.postgres.ScriptRunner.Way;
import dev.codex.runtime.Ended;
import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import dev.codex.testing.TestSession;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of a row that cannot be applied: its file, its line, and the server's reason. */
@ExtendWith({VertxExtension.class, PostgresExtension.class})
final class CopyFailureTest {
  private static final String OTHERS =
      "create table other (id int primary key); insert into other values (1);\n";

  @TempDir
  private Path directory;

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          a int primary key                   | 7~8~x     | 5 | invalid input syntax for type integer: "x"
          a int primary key                   | 7~8~7~9   | 5 | duplicate key value violates unique constraint "t_pkey"
          a int not null                      | 7~\\N~8    | 4 | null value in column "a" of relation "t" violates
          a int check (a < 9)                 | 7~8~9     | 5 | new row for relation "t" violates check constraint
          a int check (a < 9)                 | 9~8       | 3 | new row for relation "t" violates check constraint
          a varchar(2)                        | a~bc~def  | 5 | value too long for type character varying(2)
          a int references other              | 1~5       | 2 | insert or update on table "t" violates foreign key
          a int unique deferrable             | 1~5~1~2   | 2 | duplicate key value violates unique constraint
          a int unique deferrable             | 1~5~x~2   | 5 | invalid input syntax for type integer: "x"
          a int, check (a <> 3), unique (a) deferrable | 1~2~3 | 5 | new row for relation "t" violates check
          """)
  void a_row_that_the_server_refuses_is_named_with_its_line(
      String columns, String rows, int line, String message, Vertx vertx, TestDatabase database) {
    String script = OTHERS.strip() + " create table t (" + columns + ");\ncopy t from stdin;\n"
        + rows.replace('~', '\n') + "\n\\.\n";
    ScriptFailure failure = failure(script, vertx, database);
    assertThat(failure.message()).startsWith(message);
    assertThat(failure.line()).isEqualTo(line);
    assertThat(failure.statement()).isEqualTo(4);
  }

  private ScriptFailure failure(String script, Vertx vertx, TestDatabase database) {
    try (RunnerFixture runner = RunnerFixture.on(vertx, directory, database)) {
      MigrationFailed failed =
          Ended.badly(runner.apply(script, Way.IN_PARTS), MigrationFailed.class);
      assertNothingLeft(runner, database);
      return failed.failure();
    }
  }

  private static void assertNothingLeft(RunnerFixture runner, TestDatabase database) {
    assertThat(runner.history().rows()).isEmpty();
    assertThat(database.<String>value("select to_regclass('t')::text")).isNull();
    assertThat(
            runner.value(
                "select count(*)::text from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()"))
        .isEqualTo("1");
    Ended.well(runner.apply("create table after_all ()"));
  }

  @Test
  void a_row_far_down_is_named_with_its_line_too(Vertx vertx, TestDatabase database) {
    StringBuilder script =
        new StringBuilder("create table t (a int primary key, b text);\ncopy t from stdin;\n");
    for (int i = 0; i < 50_000; i++) {
      script.append(i == 43_210 ? 17 : i).append("\ttext ").append(i).append('\n');
    }
    ScriptFailure failure = failure(script.append("\\.\n").toString(), vertx, database);
    assertThat(failure.line()).isEqualTo(43_213);
    assertThat(failure.place()).isEqualTo("V1__script.sql:43213:1");
    assertThat(failure.detail()).isEqualTo("Key (a)=(17) already exists.");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          text                  | 1~2            | 3:1: missing data for column "b"
          text                  | 1^x~2^y^z      | 4:1: extra data after the last of 2 columns
          text                  | 1^x\\000         | 3:1: an escape for the byte 0
          text                  | 1^x\\xff         | 3:1: escapes that are not UTF-8 together
          text                  | 1^x\\.y~2^y     | 3:1: the end-of-data marker \\. is not alone on its line
          text                  | 1^x@~2^y       | 4:1: a line that ends with LF, where the first one ends with CR LF
          text                  | 1^x~2^y@       | 4:1: literal carriage return found in data
          csv                   | 1,x~2,"y       | 4:1: a quote is not closed
          csv                   | 1,x~2,"y~z",3~4,5 | 4:1: extra data after the last of 2 columns
          """)
  void a_line_that_is_no_row_is_named(
      String format, String rows, String problem, Vertx vertx, TestDatabase database) {
    String data = rows.replace('~', '\n').replace('^', '\t').replace('@', '\r');
    String script = "create table t (a int, b text);\ncopy t from stdin (format " + format + ");\n"
        + data + "\n\\.\n";
    try (RunnerFixture runner = RunnerFixture.on(vertx, directory, database)) {
      ScriptsInvalid invalid =
          Ended.badly(runner.apply(script, Way.IN_PARTS), ScriptsInvalid.class);
      assertThat(invalid).hasMessageStartingWith("V1__script.sql:" + problem);
      assertNothingLeft(runner, database);
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          create view t as select 1 as a               | COPY ... FROM stdin into t, which is a view
          create sequence t                            | COPY ... FROM stdin into t, which is no table
          create table t (a int); create rule r as on insert to t do instead nothing | COPY ... FROM stdin into t, which has a rule for INSERT
          create table t (a int); alter table t enable row level security, force row level security | COPY ... FROM stdin into t, which has row security
          select 1                                     | relation "t" does not exist
          create table t (b int)                       | column "a" of relation "t" does not exist
          """)
  void what_is_no_place_for_rows_is_refused_by_name(
      String before, String message, Vertx vertx, TestDatabase database) {
    String script = before + ";\n  copy t (a) from stdin;\n1\n\\.\n";
    try (RunnerFixture runner = RunnerFixture.on(vertx, directory, database)) {
      ScriptFailure failure =
          Ended.badly(runner.apply(script, Way.IN_PARTS), MigrationFailed.class).failure();
      assertThat(failure.message()).startsWith(message);
      assertThat(failure.place()).isEqualTo("V1__script.sql:2:3");
    }
  }

  @Test
  void a_lock_that_somebody_else_has_costs_no_row(Vertx vertx, TestDatabase database) {
    try (RunnerFixture runner = RunnerFixture.on(vertx, directory, database);
        TestSession other = database.open()) {
      other.execute("select pg_advisory_lock(" + "codex".hashCode() + ", "
          + runner.session().processId() + ")");
      Ended.well(
          runner.apply("create table t (a int);\ncopy t from stdin;\n1\n2\n\\.\n", Way.IN_PARTS));
      assertThat(database.<Long>value("select count(*) from t")).isEqualTo(2);
    }
  }

  @Test
  void a_connection_that_is_cut_between_rows_is_no_failure_of_a_row(
      Vertx vertx, TestDatabase database) {
    try (RunnerFixture runner = RunnerFixture.on(vertx, directory, database)) {
      String script = """
          create table t (a int);
          create function cut() returns trigger language plpgsql as $$
          begin perform pg_terminate_backend(pg_backend_pid()); return new; end $$;
          create trigger cut before insert on t for each row execute function cut();
          copy t from stdin;
          1
          \\.
          """;
      Ended.badly(runner.apply(script, Way.IN_PARTS), ConnectionLostException.class);
    }
  }
}
