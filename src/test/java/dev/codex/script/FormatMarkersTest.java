package dev.codex.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codex.config.ScriptFormat;
import dev.codex.migration.Checksum;
import dev.codex.migration.Migration;
import dev.codex.migration.Statement;
import dev.codex.migration.StatementCursor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The formats whose files have markers. */
final class FormatMarkersTest {
  @TempDir
  private Path root;

  private FormatDirectory directory;

  @BeforeEach
  void start() {
    directory = new FormatDirectory(root);
  }

  @Test
  void goose_has_an_up_part_and_a_down_part() throws IOException {
    directory.with("00001_add_index.sql", """
        -- what it is for

        -- +goose Up
        -- +goose StatementBegin
        create function f() returns int language plpgsql as $$ begin return 1; end $$;
        -- +goose StatementEnd
        select 2;
        -- +goose Down
        select 3;
        """);
    Migration migration = directory.only(ScriptFormat.AUTO);
    assertThat(migration.label()).isEqualTo("00001 (add index)");
    assertThat(statements(migration)).containsExactly("5 CREATE FUNCTION", "7 SELECT 2");
    assertThat(migration.down().text()).isEqualTo("select 3;\n");
    assertThat(migration.script().header().noTransaction()).isFalse();
  }

  @Test
  void a_mark_ends_a_statement_and_the_checksum_is_that_of_the_file() throws IOException {
    String text = "-- +goose Up\nselect 1\n-- +goose StatementEnd\nselect 2;\n";
    directory.with("1_a.sql", text);
    Migration migration = directory.only(ScriptFormat.GOOSE);
    assertThat(statements(migration)).endsWith("2 SELECT 1", "4 SELECT 2");
    assertThat(migration.checksum()).isEqualTo(Checksum.of(text));
    assertThat(migration.script().text().orElseThrow()).hasSameSizeAs(text);
  }

  @ParameterizedTest
  @CsvSource({
    "GOOSE, '-- +goose NO TRANSACTION\n-- +goose Up\nvacuum;'",
    "GOOSE, '--+goose no transaction\n--  +goose up\nvacuum;'",
    "DBMATE, '-- migrate:up transaction:false\nvacuum;\n-- migrate:down\n'",
    "DBMATE, '--migrate:up  x:y transaction:false z:1\nvacuum;'",
    "SQLX, '-- no-transaction\nvacuum;'"
  })
  void a_header_says_that_it_wants_no_transaction(ScriptFormat format, String text) {
    directory.with("1_a.sql", text);
    assertThat(directory.only(format).script().header().noTransaction()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "GOOSE, '-- +goose Up\nvacuum;'",
    "DBMATE, '-- migrate:up transaction:true\nvacuum;'",
    "DBMATE, '-- migrate:up\n-- transaction:false\nvacuum;'",
    "SQLX, ' -- no-transaction\nvacuum;'"
  })
  void what_only_looks_like_the_header_says_nothing(ScriptFormat format, String text) {
    directory.with("1_a.sql", text);
    assertThat(directory.only(format).script().header().noTransaction()).isFalse();
  }

  @Test
  void goose_needs_one_up_part_above_the_down_part() {
    directory.with("1_none.sql", "create table t ();");
    directory.with("2_twice.sql", "-- +goose Up\nselect 1;\n-- +goose Up\nselect 2;");
    directory.with("3_turned.sql", "-- +goose Down\nselect 1;\n-- +goose Up\nselect 2;");
    directory.with("4_above.sql", "select 1;\n-- +goose Up\nselect 2;");
    directory.with("5_unknown.sql", "-- +goose Upp\n-- +goose ENVSUB ON\n-- +goose Up\n");
    directory.with("6_six.go", "package main");
    assertThat(directory.facts())
        .containsExactlyInAnyOrder(
            "1_none.sql has no -- +goose Up, and goose runs only what stands below it",
            "2_twice.sql:3:1: a second -- +goose Up, after the one in line 1",
            "3_turned.sql:1:1: -- +goose Down stands above -- +goose Up",
            "4_above.sql:2:1: a statement stands above -- +goose Up",
            "5_unknown.sql:1:1: there is no marker +goose upp",
            "5_unknown.sql:2:1: -- +goose ENVSUB ON asks for variables of the environment, which Codex does not put in",
            "6_six.go is a goose migration in Go, which Codex cannot run");
  }

  @Test
  void dbmate_may_have_several_parts() throws IOException {
    directory.with("20240101_a.sql", """
        -- migrate:up
        select 1;
        -- migrate:down
        select -1;
        -- migrate:up
        select 2;
        -- migrate:down
        select -2;
        """);
    Migration migration = directory.only(ScriptFormat.AUTO);
    assertThat(statements(migration)).containsExactly("2 SELECT 1", "6 SELECT 2");
    assertThat(migration.down().text()).isEqualTo("select -1;\nselect -2;\n");
  }

  @Test
  void a_dbmate_file_without_markers_is_told() {
    directory
        .with("1_a.sql", "-- migrate:up\nselect 1;\n-- migrate:down\n")
        .with("2_b.sql", "create table t ();")
        .with("3_c.sql", "-- migrate:down\n-- migrate:up\n")
        .with("4_d.sql", "select 1;\n-- migrate:up\n");
    assertThat(directory.facts())
        .containsExactlyInAnyOrder(
            "2_b.sql has no -- migrate:up, and dbmate runs only what stands below it",
            "3_c.sql:1:1: -- migrate:down stands above -- migrate:up",
            "4_d.sql:2:1: a statement stands above -- migrate:up");
  }

  @Test
  void node_pg_migrate_may_have_its_parts_in_either_order_or_none() throws IOException {
    directory.with(
        "1700000000000_a.sql", "-- Up Migration\nselect 1;\n--- down migration ---\nselect 2;\n");
    directory.with(
        "1700000000001_b.sql", "-- Down Migration\nselect 2;\n\n  -- Up Migration\nselect 1;\n");
    directory.with("1700000000002_c.sql", "select 1;");
    List<Migration> migrations = directory.read().migrations();
    assertThat(directory.facts()).isEmpty();
    assertThat(statements(migrations.get(0))).containsExactly("2 SELECT 1");
    assertThat(statements(migrations.get(1))).containsExactly("5 SELECT 1");
    assertThat(statements(migrations.get(2))).containsExactly("1 SELECT 1");
    assertThat(migrations)
        .extracting(Migration::down)
        .extracting(down -> down == null ? null : down.text())
        .containsExactly("select 2;\n", "select 2;\n\n", null);
  }

  @Test
  void node_pg_migrate_scripts_that_are_no_SQL_are_told() {
    directory
        .with("1700000000000_a.sql", "-- Down Migration\nselect 1;")
        .with("1700000000001_b.js", "")
        .with("1700000000002_c.d.ts", "");
    assertThat(directory.facts())
        .containsExactlyInAnyOrder(
            "1700000000000_a.sql:1:1: there is a -- Down Migration and no -- Up Migration, and node-pg-migrate would run"
                + " all of the file",
            "1700000000001_b.js is a migration in JavaScript or TypeScript, which Codex cannot run");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select '\n-- +goose Down\n';",
        "select $$\n-- +goose Down\n$$;",
        "/*\n-- +goose Down\n*/",
        "select \"\n-- +goose Down\n\";"
      })
  void a_marker_inside_something_else_is_told(String text) {
    directory.with("1_a.sql", "-- +goose Up\n" + text);
    assertThat(directory.facts())
        .containsExactly("1_a.sql:3:1: this line is a part of a string or of a longer comment,"
            + " and looks like the marker \"-- +goose Down\"");
  }

  @Test
  void a_string_that_does_not_end_is_told_where_it_began() {
    directory.with("1_a.sql", "-- migrate:up\nselect 'x;\n-- migrate:down\n");
    assertThat(directory.facts()).anySatisfy(fact -> assertThat(fact).startsWith("1_a.sql:2:8: "));
  }

  private static List<String> statements(Migration migration) throws IOException {
    List<String> found = new ArrayList<>();
    try (StatementCursor cursor = migration.script().open()) {
      for (Statement next = cursor.next(); next != null; next = cursor.next()) {
        found.add(next.line() + " " + next.label());
      }
    }
    return found;
  }
}
