package dev.codex.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.codex.migration.CodexException.MigrationFailed;
import dev.codex.migration.ScriptFailure;
import dev.codex.postgres.CodexTables;
import dev.codex.testing.PostgresExtension;
import dev.codex.testing.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.vertx.pgclient.PgConnection;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith({VertxExtension.class, PostgresExtension.class})
final class FailedScriptTest {
  private static final String PADDING = "insert into good values ('" + "x".repeat(1000) + "');\n";

  private Scripts scripts;
  private Vertx vertx;
  private TestDatabase database;

  @BeforeEach
  void a_good_script(@TempDir Path directory, Vertx given, TestDatabase empty) {
    scripts = Scripts.in(directory).with("V1__good.sql", "create table good (x text)");
    vertx = given;
    database = empty;
  }

  /** The failure of a script, of which nothing must be left. */
  private ScriptFailure failureOf(String text) {
    scripts.with("V2__bad.sql", text);
    MigrationFailed failed = Ended.badly(
        Migrator.create(vertx, scripts.config(database)).migrate(), MigrationFailed.class);
    assertThat(database.<String>values("select script from codex_schema_history"))
        .containsExactly("V1__good.sql");
    assertThat(database.<String>value("select to_regclass('half')::text")).isNull();
    assertThat(database.<Long>value("select count(*) from good")).isZero();
    assertThat(failed.failure().rolledBack()).isTrue();
    return failed.failure();
  }

  private static void assertAt(
      ScriptFailure failure, int statement, int line, int column, String sqlState) {
    assertThat(failure.place()).isEqualTo("V2__bad.sql:" + line + ":" + column);
    assertThat(failure.statement()).isEqualTo(statement);
    assertThat(failure.sqlState()).isEqualTo(sqlState);
  }

  @Test
  void a_syntax_error_is_placed() {
    ScriptFailure failure = failureOf("create table half ();\n\nselect 1;\n  selec 2;\nselect 3");
    assertAt(failure, 3, 4, 3, "42601");
    assertThat(failure.source()).isEqualTo("  selec 2;");
    assertThat(failure.message()).isEqualTo("syntax error at or near \"selec\"");
  }

  @Test
  void an_unknown_column_is_placed_with_the_hint() {
    ScriptFailure failure = failureOf("create table half (colour int);\nselect\n  color from half");
    assertAt(failure, 2, 3, 3, "42703");
    assertThat(failure.hint()).contains("colour");
  }

  @Test
  void an_error_at_run_time_is_placed_at_its_statement() {
    ScriptFailure failure =
        failureOf("create table half (x int check (x > 0)); insert into half values (1);\n"
            + "/* why */ insert into half\n values (-1); select 1");
    assertAt(failure, 3, 2, 11, "23514");
    assertThat(failure.detail()).contains("-1");
  }

  @Test
  void characters_are_counted_as_a_person_does() {
    ScriptFailure failure =
        failureOf("\uFEFFcreate table half ();\r\n-- ä😀\r\nselect 'äö😀', nope;\r\nselect 2;\r\n");
    assertAt(failure, 2, 3, 15, "42703");
    assertThat(failure.source()).isEqualTo("select 'äö😀', nope;");
  }

  @Test
  void an_error_in_a_script_that_is_sent_in_parts_is_placed() {
    assertAt(
        failureOf("create table half ();\n" + PADDING.repeat(400) + "select 1 / 0;\n" + PADDING),
        402,
        402,
        1,
        "22012");
    assertAt(
        failureOf(
            "create table half ();\n" + PADDING.repeat(400) + "select 1,\n nope;\n" + PADDING),
        402,
        403,
        2,
        "42703");
    assertAt(
        failureOf(
            "create table half ();\n" + PADDING.repeat(400) + "select 1;\n frm x;\n" + PADDING),
        403,
        403,
        2,
        "42601");
  }

  @Test
  void an_error_inside_a_function_is_placed_at_its_call() {
    assertAt(
        failureOf(
            "create table half ();\ncreate function f() returns void language plpgsql as $$\nbegin\n"
                + "  perform 1 / 0;\nend $$;\n\nselect f();"),
        3,
        7,
        1,
        "22012");
    assertAt(
        failureOf("create table half ();\ncreate function f() returns int language sql as $$\n"
            + "  select nope $$;"),
        2,
        3,
        10,
        "42703");
    assertAt(
        failureOf("create table half ();\ndo $$\nbegin\n  perform nope();\nend $$"),
        2,
        4,
        3,
        "42883");
  }

  @Test
  void an_error_inside_a_block_is_placed_at_its_line() {
    String block =
        "do $block$\ndeclare\n  n int;\nbegin\n  n := 1;\n\t insert into half values (n);\n"
            + "  raise notice '%', n / 0;\nend $block$;\n";
    String checked = "create table half (x int check (x > 1));\n";
    assertAt(failureOf(checked + block), 2, 7, 3, "23514");
    assertAt(failureOf(checked + PADDING.repeat(400) + block), 402, 407, 3, "23514");
    ScriptFailure failure = failureOf("create table half (x int);\n  " + block + "select 1;");
    assertAt(failure, 2, 8, 3, "22012");
    assertThat(failure.source()).isEqualTo("  raise notice '%', n / 0;");
    assertThat(failure.calls()).isEqualTo("PL/pgSQL function inline_code_block line 7 at RAISE");
  }

  @Test
  void the_calls_are_told_and_the_values_are_not() {
    scripts.with("V2__bad.sql", """
        create table half (x int primary key);
        create function f(n int) returns void language plpgsql as $$ begin
          execute 'insert into half values (' || n || ')'; end $$;
        do language plpgsql 'begin perform f(4711);
          perform f(4711); end';
        """);
    MigrationFailed failed = Ended.badly(
        Migrator.create(vertx, scripts.config(database)).migrate(), MigrationFailed.class);
    assertThat(failed.failure().place()).isEqualTo("V2__bad.sql:5:3");
    assertThat(failed)
        .hasMessageContaining("\n  in PL/pgSQL function f(integer) line 2 at EXECUTE"
            + "\n  in PL/pgSQL function inline_code_block line 2 at PERFORM\n")
        .hasMessageNotContaining("values (4711");
    assertThat(database.<Integer>value("select line from codex_attempt")).isEqualTo(5);
  }

  @Test
  void a_constraint_that_was_put_off_fails_the_script_at_its_end() {
    ScriptFailure failure =
        failureOf("create table half (x int unique deferrable initially deferred);"
            + " insert into half values (1), (1)");
    assertThat(failure.place()).isEqualTo("V2__bad.sql");
    assertThat(failure.sqlState()).isEqualTo("23505");
    ScriptFailure inParts =
        failureOf(PADDING.repeat(400) + "create table half (x int unique deferrable initially"
            + " deferred); insert into half values (1), (1)");
    assertThat(inParts.place()).isEqualTo("V2__bad.sql");
    assertThat(inParts.sqlState()).isEqualTo("23505");
  }

  @Test
  void the_attempt_is_noted_and_told() {
    AtomicInteger told = new AtomicInteger();
    PgConnection listener = Ended.well(PgConnection.connect(vertx, database.connectOptions()));
    listener.notificationHandler(notification -> told.incrementAndGet());
    Ended.well(listener.query("listen " + new CodexTables("public").channel()).execute());
    ScriptFailure failure = failureOf("create table half ();\nselect 'it''s', nope");
    assertThat(failure.message()).contains("nope");
    assertThat(database.query("select * from codex_attempt"))
        .singleElement()
        .satisfies(row -> assertThat(row)
            .contains(
                entry("version", "2"),
                entry("description", "bad"),
                entry("script", "V2__bad.sql"),
                entry("sqlstate", "42703"),
                entry("statement", 2),
                entry("line", 2),
                entry("message", failure.message())));
    Ended.until("it was told", () -> told.get() == 1);
    Ended.well(listener.close());
    scripts.with("V2__bad.sql", "create table half ()");
    assertThat(Ended.well(Migrator.create(vertx, scripts.config(database)).migrate())
            .applied())
        .hasSize(1);
  }

  @Test
  void the_session_is_clean_after_it() {
    failureOf("set search_path = nowhere; select 1 / 0");
    assertThat(database.<String>values("select script from codex_attempt"))
        .containsExactly("V2__bad.sql");
  }
}
